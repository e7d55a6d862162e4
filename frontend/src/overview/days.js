// Days as ISO text and as places on a line; everything is in UTC, so that no day moves by an hour.

const DAY = 86_400_000;

export const toTime = (iso) => Date.parse(`${iso.slice(0, 10)}T00:00:00Z`);
export const toIso = (time) => new Date(time).toISOString().slice(0, 10);
export const dayAfter = (iso) => toTime(iso) + DAY;

const long = new Intl.DateTimeFormat("en", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
const month = new Intl.DateTimeFormat("en", { timeZone: "UTC", month: "long", year: "numeric" });

/** How a bar is called: a day, a month, a year, or its first and last day. */
export function spanName({ start, end }, step) {
  if (step === "day" || start === end) return long.format(toTime(start));
  if (step === "month") return month.format(toTime(start));
  if (step === "year") return start.slice(0, 4);
  return `${long.format(toTime(start))} to ${long.format(toTime(end))}`;
}

// A line of fewer days would make one day look like an age.
const FEWEST = 10;

/** First and last moment to draw for all bars and figures together, or null without any. */
export function extent(bars, crowds) {
  const starts = [...bars, ...crowds].map(({ start }) => start).filter(Boolean);
  const ends = [...bars.map(({ end }) => end), ...crowds.map(({ start }) => start)].filter(Boolean);
  if (!starts.length) return null;
  const first = starts.reduce((a, b) => (a < b ? a : b));
  const last = ends.reduce((a, b) => (a > b ? a : b));
  const [from, to] = [toTime(first), dayAfter(last)];
  const lacking = Math.max(0, FEWEST - (to - from) / DAY);
  return [from - Math.floor(lacking / 2) * DAY, to + Math.ceil(lacking / 2) * DAY];
}
