// How users are shared between two versions, as a bar: the candidate's part is the coloured one.

export function SplitBar({
  percent,
  stable,
  candidate,
}: {
  readonly percent: number;
  readonly stable: string;
  readonly candidate: string;
}) {
  return (
    <svg class="split" viewBox="0 0 100 6" preserveAspectRatio="none" role="img">
      <title>{`${candidate} has ${percent} % of users, ${stable} has ${100 - percent} %`}</title>
      <rect class="rest" width="100" height="6" />
      <rect class="share" width={percent} height="6" />
    </svg>
  );
}
