/** Three blocks: 积木. Decoration only; the name stands beside it. */
export function BrandMark({ size = 28 }: { size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="var(--bui-accent-bg)"
      aria-hidden
      focusable="false"
    >
      <path d="M12 3 4 7.5 12 12l8-4.5zM4 10.5V17l7 4v-6.6zm16 0V17l-7 4v-6.6z" />
    </svg>
  );
}
