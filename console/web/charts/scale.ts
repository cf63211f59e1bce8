// From what is measured to pixels.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export type Scale = (value: number) => number;

export function linear(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [from, to] = domain;
  const [start, end] = range;
  const span = to - from === 0 ? 1 : to - from;
  return (value) => Math.round((start + ((value - from) / span) * (end - start)) * 10) / 10;
}

const stepMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1440, 2880, 10_080];

/** Round moments, at most `count` of them. */
export function timeTicks([from, to]: readonly [number, number], count: number): readonly number[] {
  const step =
    60_000 * (stepMinutes.find((minutes) => (to - from) / (minutes * 60_000) <= count) ?? 10_080);
  const first = Math.ceil(from / step) * step;
  return Array.from(
    { length: Math.floor((to - first) / step) + 1 },
    (_, index) => first + index * step,
  );
}

/** How wide the element is, so that a chart's letters keep their size; known before the first paint, or a narrow page would jump. */
export function useWidth(assumed: number) {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(assumed);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = () => {
      const seen = element.clientWidth;
      if (seen > 0) setWidth(seen);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
