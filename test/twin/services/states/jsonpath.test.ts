import { describe, expect, it } from 'vitest';
import { type Json, payloadOf } from '../../../../twin/services/states/json.ts';
import { parsePath } from '../../../../twin/services/states/jsonpath/parse.ts';
import { withValueAt } from '../../../../twin/services/states/jsonpath/reference-path.ts';
import { lookUp } from '../../../../twin/services/states/jsonpath/scope.ts';

const DATA: Json = {
  store: {
    book: [
      { title: 'Sayings', price: 8.95, isbn: null },
      { title: 'Sword', price: 12.99, tags: ['war'] },
      { title: 'Moby Dick', price: 8.99 },
    ],
  },
  'odd key': 1,
  limit: 9,
};

const at = (path: string): Json | undefined =>
  lookUp(parsePath(path), {
    data: payloadOf(DATA),
    variables: new Map([['who', payloadOf({ name: 'Ada' })]]),
    context: () => ({ State: { Name: 'Here' } }),
  });

describe('paths', () => {
  it.each<[string, Json | undefined]>([
    ['$.store.book[0].title', 'Sayings'],
    ["$['odd key']", 1],
    ['$.store.book[-1].title', 'Moby Dick'],
    ['$.store.book[0,2].title', ['Sayings', 'Moby Dick']],
    ['$.store.book[1:].title', ['Sword', 'Moby Dick']],
    ['$.store.book[*].price', [8.95, 12.99, 8.99]],
    ['$..title', ['Sayings', 'Sword', 'Moby Dick']],
    ['$.store.book[?(@.price < $.limit)].title', ['Sayings', 'Moby Dick']],
    ["$.store.book[?(@.title == 'Sword' || @.price > 100)].price", [12.99]],
    ['$.store.book[?(@.tags)].title', ['Sword']],
    ['$.store.book[?(!(@.tags))].title', ['Sayings', 'Moby Dick']],
    ["$.store.book[?(@.title in ['Sword'])].price", [12.99]],
    ['$.store.book[?(@.title =~ /mo.*/i)].price', [8.99]],
    ['$.store.book.length()', 3],
    ['$.store.book[0].isbn', null],
    ['$who.name', 'Ada'],
    ['$$.State.Name', 'Here'],
    ['$.store.nothing', undefined],
    ['$.store.nothing[*]', []],
    ['$nobody', undefined],
  ])('%s finds what is there', (path, value) => {
    expect(at(path)).toEqual(value);
  });

  it.each(['', '$.', '$[', '$.a b', '$..', "$['a", '$.a[?(@.b =]', 'store'])(
    '%j is refused',
    (path) => {
      expect(() => parsePath(path)).toThrow(expect.objectContaining({ name: 'SyntaxProblem' }));
    },
  );
});

describe('values put at a path', () => {
  it.each<[Json, string, Json | undefined]>([
    [{ a: 1 }, '$.b', { a: 1, b: 'v' }],
    [{ a: 1 }, '$.b.c', { a: 1, b: { c: 'v' } }],
    [{ a: [1, 2] }, '$.a[1]', { a: [1, 'v'] }],
    [{ a: 1 }, '$', 'v'],
    [{ a: 1 }, '$.a.b', undefined],
    [[1], '$.a', undefined],
  ])('%j at %s gives %j', (data, path, value) => {
    expect(withValueAt(data, parsePath(path), 'v')).toEqual(value);
  });

  it('leave the data as it was', () => {
    const data = Object.freeze({ a: Object.freeze({ b: 1 }) });
    withValueAt(data, parsePath('$.a.c'), 2);
    expect(data).toEqual({ a: { b: 1 } });
  });
});
