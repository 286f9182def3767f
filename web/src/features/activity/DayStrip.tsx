import { scaleLinear } from "d3-scale";
import { useId } from "react";
import { formatCount } from "../../lib/money.ts";
import { clockTime } from "../../lib/time.ts";
import { priorities, quota as texts } from "../../texts/activity.ts";
import { type Bar, leavesUpTo, MINUTE, total } from "./calls.ts";
import classes from "./DayStrip.module.css";

const HEIGHT = 96;
/** px between the pieces of a bar. */
const GAP = 1;
/** Highest to lowest, as they are stacked from the ground up. */
const STACK = ["high", "normal", "low"] as const;

export interface DayStripProps {
  readonly bars: readonly Bar[];
  /** What a bar stands for. */
  readonly minutes: number;
  /** ms UTC. */
  readonly now: number;
}

/** The day's calls, a bar for every so many minutes, split by who waited for them; what comes back soon is hatched. */
export function DayStrip({ bars, minutes, now }: DayStripProps) {
  const hatching = useId();
  const most = Math.max(4, ...bars.map((bar) => bar.all));
  const height = scaleLinear([0, most], [0, HEIGHT]);
  const calls = total(bars);
  return (
    <figure className={classes.figure}>
      <svg
        className={classes.strip}
        width="100%"
        height={HEIGHT}
        role="img"
        aria-label={texts.strip(calls.all, minutes)}
      >
        <defs>
          <pattern
            id={hatching}
            width="4"
            height="4"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <path d="M1 0V4" className={classes.hatch} />
          </pattern>
        </defs>
        {bars.map((bar, index) => (
          <Column
            key={bar.at}
            bar={bar}
            left={(100 * index) / bars.length}
            width={100 / bars.length}
            height={height}
            hatching={bar.at <= leavesUpTo(now) ? `url(#${hatching})` : null}
            title={texts.bar(bar.at, bar.at + minutes * MINUTE, bar.all, now)}
          />
        ))}
      </svg>
      <Hours bars={bars} now={now} room={minutes > 10 ? 0.75 : 0.94} />
      <figcaption className={classes.legend}>
        {STACK.map((priority) => (
          <span key={priority} className={classes.key} data-priority={priority}>
            {priorities[priority]} {formatCount(calls[priority])}
          </span>
        ))}
        <span className={classes.key} data-leaving>
          {texts.leaving}
        </span>
      </figcaption>
    </figure>
  );
}

interface ColumnProps {
  readonly bar: Bar;
  /** Percent of the strip. */
  readonly left: number;
  readonly width: number;
  readonly height: (calls: number) => number;
  readonly hatching: string | null;
  readonly title: string;
}

function Column({ bar, left, width, height, hatching, title }: ColumnProps) {
  if (bar.all === 0) return null;
  const place = { x: `${left + width * 0.12}%`, width: `${width * 0.76}%` };
  const parts = STACK.map((priority, level) => ({
    priority,
    from: STACK.slice(0, level).reduce((sum, below) => sum + bar[below], 0),
    calls: bar[priority],
  }));
  return (
    <g>
      <title>{title}</title>
      {parts
        .filter(({ calls }) => calls > 0)
        .map(({ priority, from, calls }) => (
          <rect
            key={priority}
            className={classes.part}
            data-priority={priority}
            {...place}
            y={HEIGHT - height(from + calls)}
            height={Math.max(1, height(calls) - GAP)}
          />
        ))}
      {hatching && <rect {...place} y={HEIGHT - height(bar.all)} height={height(bar.all)} fill={hatching} />}
    </g>
  );
}

interface HoursProps {
  readonly bars: readonly Bar[];
  readonly now: number;
  /** The share of the strip that has room for hours: at its end stands the time. */
  readonly room: number;
}

/** Every third full hour of the reader's day, under its bar. */
function Hours({ bars, now, room }: HoursProps) {
  const full = bars
    .map(({ at }, index) => ({ at, index }))
    .filter(({ at }) => isThirdHour(new Date(at)))
    .filter(({ index }) => index < room * bars.length);
  return (
    <div className={classes.hours} aria-hidden="true">
      {full.map(({ at, index }) => (
        <span key={at} style={{ left: `${(100 * index) / bars.length}%` }}>
          {clockTime(at, at)}
        </span>
      ))}
      <span className={classes.now}>{clockTime(now, now)}</span>
    </div>
  );
}

function isThirdHour(time: Date): boolean {
  return time.getMinutes() === 0 && time.getHours() % 3 === 0;
}
