import classes from "./Icon.module.css";

/** Outlines in a box of 16 × 16, each of a shape of its own: color alone never says anything. */
const SHAPES = {
  pending: "M3 8h.01M8 8h.01M13 8h.01",
  fresh: "M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5M5.2 8.2l2 2l3.7-4",
  stale: "M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5M8 4.6V8l2.3 1.6",
  unchecked: "M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5",
  refreshing:
    "M13.6 6.6A5.8 5.8 0 0 0 3.2 4.8L2 6.2M2 2.6v3.6h3.6M2.4 9.4a5.8 5.8 0 0 0 10.4 1.8L14 9.8M14 13.4V9.8h-3.6",
  queued:
    "M3.5 1.75h9M3.5 14.25h9M4.5 1.75c0 3.4 3.5 4 3.5 6.25s-3.5 2.85-3.5 6.25M11.5 1.75c0 3.4-3.5 4-3.5 6.25s3.5 2.85 3.5 6.25",
  missing: "M2.5 2.5h11v11h-11z",
  unknown: "M2.5 2.5h11v11h-11zM5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8",
  failed: "M8 1.9L14.6 13.6H1.4zM8 6.2v3.4M8 11.6v.01",
  paused: "M5 2.5v11M11 2.5v11",
  offline: "M5.8 1.5v3.2M10.2 1.5v3.2M3.8 4.7h8.4v2.6a4.2 4.2 0 0 1-8.4 0zM8 11.5v3",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  back: "M13.5 8h-11M6.8 3.4L2.2 8l4.6 4.6",
  light:
    "M8 4.8a3.2 3.2 0 1 0 0 6.4a3.2 3.2 0 1 0 0-6.4M8 .9v1.2M8 13.9v1.2M.9 8h1.2M13.9 8h1.2M3 3l.8.8M12.2 12.2l.8.8M13 3l-.8.8M3.8 12.2l-.8.8",
  dark: "M13.9 9.6A6.2 6.2 0 0 1 6.4 2.1a6.2 6.2 0 1 0 7.5 7.5z",
  auto: "M1.75 2.75h12.5v8.5H1.75zM5.5 14.25h5M8 11.25v3",
  search: "M7 2a5 5 0 1 0 0 10a5 5 0 1 0 0-10M10.7 10.7l3.6 3.6",
  catalog: "M2 2.5h5v5H2zM9 2.5h5v5H9zM2 9.5h5v4H2zM9 9.5h5v4H9z",
  inventory: "M1.75 5h12.5v8.75H1.75zM3.2 2.25h9.6L14.25 5H1.75zM6.2 8h3.6",
  activity: "M1.5 9h3l2-5.5l3 9.5l2-4h3",
  person: "M8 2a2.9 2.9 0 1 0 0 5.8A2.9 2.9 0 1 0 8 2M2.2 14.2a5.9 5.9 0 0 1 11.6 0",
  down: "M3.5 6l4.5 4.5L12.5 6",
} as const;

export type IconName = keyof typeof SHAPES;

export interface IconProps {
  readonly name: IconName;
  /** px, of the square that it stands in. */
  readonly size?: number;
  readonly turning?: boolean;
}

/** Decoration: what it means stands beside it in words, or in the name of its button. */
export function Icon({ name, size = 16, turning = false }: IconProps) {
  return (
    <svg
      className={classes.icon}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      data-turning={turning || undefined}
    >
      <path d={SHAPES[name]} />
    </svg>
  );
}
