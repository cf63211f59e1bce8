// Names that CloudFormation makes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { physicalName } from '../../../twin/assembly/physical-name.ts';

const owner = { stackName: 'Shop', logicalId: 'Topic', generation: 0 };

describe('a physical name', () => {
  it('joins stack, logical id and a random part', () => {
    expect(physicalName(owner)).toMatch(/^Shop-Topic-[A-Za-z0-9]{12}$/);
  });

  it('is the same in every world, and another one after a replacement', () => {
    expect(physicalName(owner)).toBe(physicalName({ ...owner }));
    expect(physicalName({ ...owner, generation: 1 })).not.toBe(physicalName(owner));
    expect(physicalName({ ...owner, logicalId: 'Topic2' })).not.toBe(physicalName(owner));
  });

  it('can be lower case and can end with a suffix', () => {
    expect(physicalName(owner, { lowerCase: true })).toMatch(/^shop-topic-[a-z0-9]{12}$/);
    expect(physicalName(owner, { suffix: '.fifo' })).toMatch(/^Shop-Topic-[A-Za-z0-9]{12}\.fifo$/);
  });

  it('never passes the length of its type, and keeps its random part', () => {
    const part = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,120}$/);
    fc.assert(
      fc.property(
        part,
        part,
        fc.constantFrom(32, 64, 80, 255),
        (stackName, logicalId, lengthMax) => {
          const name = physicalName({ stackName, logicalId, generation: 0 }, { lengthMax });
          expect(name.length).toBeLessThanOrEqual(lengthMax);
          expect(name).toMatch(/^[A-Za-z0-9]+-[A-Za-z0-9]+-[A-Za-z0-9]{12}$/);
        },
      ),
    );
  });
});
