/** The wire's structures. Made from `freshbrick schema` by `make wire`: do not edit. */

export type ClientMessage = Subscribe | Unsubscribe | Act;
export type ServerMessage = Welcome | Update | Result | Ping;

export interface Act {
  type: "action";
  id: number;
  action: string;
  args?: unknown;
}
export interface Actions {
  enqueueRefreshPart: {
    args: RefreshPart;
    value: Asked;
  };
  enqueueRefreshPartColors: {
    args: RefreshPart;
    value: Asked;
  };
  enqueueRefreshPriceGuide: {
    args: RefreshPriceGuide;
    value: Asked;
  };
}
/**
 * Ask for a part or its colors; `auto` is a hook's ask, `force` overrides what BrickLink said before.
 */
export interface RefreshPart {
  partNumber: string;
  auto?: boolean;
  force?: boolean;
}
/**
 * What became of an ask; `message_id` only if a message is live, `retry_after_ms` only if one may ask later.
 */
export interface Asked {
  outcome:
    | "already_queued"
    | "backing_off"
    | "enqueued"
    | "fresh"
    | "keys_missing"
    | "not_found"
    | "throttled";
  messageId: number | null;
  retryAfterMs: number | null;
  quota: QuotaLeft | null;
}
/**
 * Calls in the rolling window.
 */
export interface QuotaLeft {
  limit: number;
  used: number;
  remaining: number;
}
/**
 * Ask for a price guide.
 */
export interface RefreshPriceGuide {
  partNumber: string;
  colorId: number;
  auto?: boolean;
  force?: boolean;
}
/**
 * What shall be old, 41 days; with `stale_in_ms` it is fresh still, and turns stale by itself after that.
 */
export interface Ageing {
  key: string;
  resource?: "part" | "part_colors" | "price_guide";
  staleInMs?: number | null;
}
/**
 * The process answers.
 */
export interface Alive {
  alive: boolean;
}
/**
 * Either `items`, or all that is `of` a kind: stale, or in the asker's inventory. A dry run tells what would be.
 */
export interface BatchArgs {
  items?: BatchItem[] | null;
  of?: ("inventory" | "stale") | null;
  dryRun?: boolean;
}
/**
 * One key, such as `3001` of `part` or `3001/11` of `price_guide`.
 */
export interface BatchItem {
  resource: "category" | "color" | "part" | "part_colors" | "price_guide";
  key: string;
}
/**
 * How many keys had which outcome, each counted once.
 *
 * `calls` is the cost of what was enqueued; `ready_at` (ms UTC) is when quota and pace let the last of it be done,
 * after what waits already; None if never. `first` and `up_to` are the oldest and newest of their messages, None if
 * there is none, and `since` (ms UTC) when the batch began: of `getProgress` they tell how far it has come.
 */
export interface BatchResult {
  enqueued: number;
  alreadyQueued: number;
  throttled: number;
  notFound: number;
  backingOff: number;
  keysMissing: number;
  calls: number;
  readyAt: number | null;
  upTo: number | null;
  since: number;
  first: number | null;
}
/**
 * How many parts there are, by freshness.
 */
export interface CatalogCounts {
  parts: number;
  fresh: number;
  stale: number;
  neverFetched: number;
}
/**
 * A value of the catalog and how fresh it is; times in ms UTC.
 */
export interface CategoriesAnswer {
  data: Category[] | null;
  status: "fresh" | "missing" | "refreshing" | "stale";
  lastFetched: number | null;
  staleAt: number | null;
  refresh: Refresh | null;
  error: RefreshError | null;
}
/**
 * A BrickLink category; `parent_id` is None at the root.
 */
export interface Category {
  categoryId: number;
  name: string;
  parentId: number | null;
}
/**
 * The live message of a key. Times in ms UTC; `next_attempt_at` is when it can go on at the earliest.
 */
export interface Refresh {
  messageId: number;
  state: "inflight" | "pending";
  priority: "high" | "low" | "normal";
  attempt: number;
  maxAttempts: number;
  nextAttemptAt: number | null;
  callsDone: number;
  callsTotal: number;
  waitingFor: ("pause" | "quota" | "retry" | "turn") | null;
}
/**
 * The last failure since the key's last success; nobody asks by themselves before `retry_at` (ms UTC).
 */
export interface RefreshError {
  code:
    | "attempts_exhausted"
    | "credentials"
    | "keys_missing"
    | "limited"
    | "not_found"
    | "refused"
    | "too_large"
    | "unreachable"
    | "unreadable"
    | "upstream_error"
    | "worker_lost"
    | "wrong_item";
  message: string;
  temporary: boolean;
  at: number;
  retryAt: number | null;
}
/**
 * `id` is null for an imported category, which is a word only; `name` too where no category is known.
 */
export interface CategoryCount {
  id: number | null;
  name: string | null;
  count: number;
}
/**
 * `items` are `Item`s, read one by one: a bad one does not spoil the others.
 */
export interface Subscribe {
  type: "subscribe";
  items: Item[];
}
/**
 * One subscription; `rev` is what the client still holds from before.
 */
export interface Item {
  id: number;
  query: string;
  args?: unknown;
  rev?: string | null;
}
export interface Unsubscribe {
  type: "unsubscribe";
  ids: number[];
}
/**
 * A BrickLink color; its type ("Solid", "Transparent", …) is free text.
 */
export interface Color {
  colorId: number;
  name: string;
  hexCode: string | null;
  type: string;
}
/**
 * How many of the parts are known in a color; `hex_code` such as "b40000".
 */
export interface ColorCount {
  colorId: number;
  name: string;
  hexCode: string | null;
  count: number;
}
/**
 * A value of the catalog and how fresh it is; times in ms UTC.
 */
export interface ColorsAnswer {
  data: Color[] | null;
  status: "fresh" | "missing" | "refreshing" | "stale";
  lastFetched: number | null;
  staleAt: number | null;
  refresh: Refresh | null;
  error: RefreshError | null;
}
/**
 * A name and its password, or the secret of a one-time link.
 */
export interface Credentials {
  name?: string | null;
  password?: string | null;
  link?: string | null;
}
/**
 * A cron and its times, ms UTC.
 */
export interface Cron {
  name: string;
  lastAt: number | null;
  nextAt: number;
}
/**
 * How the demo's BrickLink is broken now, null if it is not; `since` tells this demo from the one before.
 */
export interface DemoState {
  broken: ("limit" | "outage" | "refuse") | null;
  since: number;
}
/**
 * The cron that takes LOW work too.
 */
export interface Drain {
  lastAt: number | null;
  nextAt: number | null;
  everyMs: number;
  batch: number;
}
/**
 * How many parts another value of each filter would find, all other filters kept; the most common first.
 */
export interface Facets {
  category: CategoryCount[];
  color: ColorCount[];
  status: {
    [k: string]: number;
  };
}
/**
 * A message that failed, and why.
 */
export interface FailedRefresh {
  messageId: number;
  resource: "category" | "color" | "part" | "part_colors" | "price_guide";
  key: string;
  code: string | null;
  message: string | null;
}
/**
 * Which part shall not be in the catalog any more.
 */
export interface Forgetting {
  partNumber: string;
}
/**
 * A message that a worker has.
 */
export interface Inflight {
  messageId: number;
  resource: "category" | "color" | "part" | "part_colors" | "price_guide";
  key: string;
  since: number;
  calls: number;
}
export interface Limits {
  connections: number;
  frameBytes: number;
  subscriptions: number;
  actions: number;
}
/**
 * There is one list.
 */
export interface ListArgs {}
/**
 * What cannot be served; the message says to a person what was meant.
 */
export interface LiveError {
  code:
    | "bad_request"
    | "conflict"
    | "forbidden"
    | "internal"
    | "limit_exceeded"
    | "not_found"
    | "not_signed_in"
    | "throttled"
    | "too_large"
    | "unavailable"
    | "unknown_action"
    | "unknown_query";
  message: string;
  retryAfterMs: number | null;
}
/**
 * A lot of a person; times in ms UTC.
 *
 * `name`, `color_name` and `hex_code` are None until they are known. `currency` is that in which `price` was given.
 * `guide` is None where nothing is known under the server's price terms, or nothing was sold.
 */
export interface Lot {
  id: number;
  partNumber: string;
  name: string | null;
  colorId: number;
  colorName: string | null;
  hexCode: string | null;
  condition: "new" | "used";
  quantity: number;
  price: string | null;
  currency: string | null;
  remarks: string | null;
  storage: string | null;
  createdAt: number;
  updatedAt: number;
  guide: LotGuide | null;
}
/**
 * The market's price of a piece: the average over all pieces sold in that condition, and when it was fetched.
 */
export interface LotGuide {
  price: string;
  fetchedAt: number;
}
/**
 * What to change of a lot: only what is given, null clears what may be empty.
 */
export interface LotChanges {
  partNumber?: string;
  colorId?: number;
  condition?: "new" | "used";
  quantity?: number;
  price?: string | null;
  remarks?: string | null;
  storage?: string | null;
}
/**
 * A lot, and the price of a piece that its price guide suggests; None if it says nothing.
 */
export interface LotDetail {
  id: number;
  partNumber: string;
  name: string | null;
  colorId: number;
  colorName: string | null;
  hexCode: string | null;
  condition: "new" | "used";
  quantity: number;
  price: string | null;
  currency: string | null;
  remarks: string | null;
  storage: string | null;
  createdAt: number;
  updatedAt: number;
  guide: LotGuide | null;
  suggested: Suggestion | null;
}
/**
 * A price of a piece, and the market that it comes from.
 */
export interface Suggestion {
  price: string;
  source: "sold" | "stock";
}
/**
 * Lots in the order in which they were added; `next_cursor` asks for those behind them, null at the end.
 *
 * `totals` are of all lots, whatever the page holds; they come with the first page only, as they read every lot.
 */
export interface LotList {
  items: Lot[];
  totals: Totals | null;
  nextCursor: string | null;
}
/**
 * All lots of a person and what they are worth, in `currency`; what is unknown is counted, never taken as 0.
 *
 * `yours` is the sum of quantity times price, over all but those `without_price` and `in_other_currencies`; `market`
 * that of quantity times the piece average sold of that condition, over all but those `without_guide`.
 */
export interface Totals {
  lots: number;
  pieces: number;
  currency: string;
  yours: string;
  market: string;
  withoutPrice: number;
  inOtherCurrencies: number;
  withoutGuide: number;
}
/**
 * Which lots: up to `limit` (1 to 1,000) of them, from the first or from behind what `nextCursor` said.
 */
export interface LotsArgs {
  limit?: number;
  cursor?: string | null;
}
/**
 * Who is signed in; `via` says by what.
 */
export interface Me {
  id: number;
  name: string;
  role: "member" | "owner";
  via: "session" | "token";
}
/**
 * A lot to add; `price` is a decimal as text, such as "0.055", in the currency of the server's price guides.
 *
 * The part need not be in the catalog. A quantity of 0 is a lot that is sold out.
 */
export interface NewLot {
  partNumber: string;
  colorId: number;
  condition: "new" | "used";
  quantity: number;
  price?: string | null;
  remarks?: string | null;
  storage?: string | null;
}
/**
 * What became of one subscription: a value, the rev that the client holds already, or an error.
 */
export interface News {
  id: number;
  rev?: string;
  value?: unknown;
  error?: LiveError;
}
/**
 * Which messages: of one status or of all, of one key or of all, the newest `limit` (1 to 100).
 */
export interface OutboxArgs {
  status?: ("failed" | "inflight" | "pending" | "succeeded") | null;
  limit?: number;
  resource?: ("category" | "color" | "part" | "part_colors" | "price_guide") | null;
  key?: string | null;
}
/**
 * Live messages by state, those that ended lately, and since when the oldest waits (ms UTC).
 */
export interface OutboxCounts {
  pending: number;
  inflight: number;
  succeeded: number;
  failed: number;
  oldestPendingAt: number | null;
}
/**
 * The newest first.
 */
export interface OutboxList {
  items: OutboxMessage[];
}
/**
 * A message; times in ms UTC. `waiting_for` only while it is pending.
 */
export interface OutboxMessage {
  id: number;
  resource: "category" | "color" | "part" | "part_colors" | "price_guide";
  key: string;
  status: "failed" | "inflight" | "pending" | "succeeded";
  priority: "high" | "low" | "normal";
  attempt: number;
  claims: number;
  maxAttempts: number;
  nextAttemptAt: number | null;
  waitingFor: ("pause" | "quota" | "retry" | "turn") | null;
  lastError: string | null;
  failureCode: string | null;
  failedAt: number | null;
  retryAt: number | null;
  requestedBy: string | null;
  createdAt: number;
  claimedAt: number | null;
  processedAt: number | null;
  calls: number;
  upstreamMs: number;
}
/**
 * A part by BrickLink's spelling of its number; what is unknown is None, never 0 or "".
 *
 * `weight` in grams. `category_name` is filled in by the store.
 */
export interface Part {
  partNumber: string;
  name: string;
  categoryId: number | null;
  categoryName: string | null;
  alternateNumbers: string[];
  yearReleased: number | null;
  weight: string | null;
  size: Size | null;
  description: string | null;
  imageUrl: string | null;
  thumbnailUrl: string | null;
  isObsolete: boolean | null;
  source: "bricklink" | "import";
}
/**
 * Studs in each direction; None where BrickLink does not know.
 */
export interface Size {
  x: string | null;
  y: string | null;
  z: string | null;
}
/**
 * A value of the catalog and how fresh it is; times in ms UTC.
 */
export interface PartAnswer {
  data: Part | null;
  status: "fresh" | "missing" | "refreshing" | "stale";
  lastFetched: number | null;
  staleAt: number | null;
  refresh: Refresh | null;
  error: RefreshError | null;
}
/**
 * The part that is meant.
 */
export interface PartArgs {
  partNumber: string;
}
/**
 * A known color of a part with the color's own facts; `hex_code` such as "b40000".
 */
export interface PartColor {
  colorId: number;
  name: string;
  hexCode: string | null;
  type: string;
  quantity: number;
}
/**
 * A value of the catalog and how fresh it is; times in ms UTC.
 */
export interface PartColorsAnswer {
  data: PartColor[] | null;
  status: "fresh" | "missing" | "refreshing" | "stale";
  lastFetched: number | null;
  staleAt: number | null;
  refresh: Refresh | null;
  error: RefreshError | null;
}
/**
 * A part as a list shows it; times in ms UTC.
 */
export interface PartHit {
  partNumber: string;
  name: string;
  categoryId: number | null;
  categoryName: string | null;
  imageUrl: string | null;
  thumbnailUrl: string | null;
  source: "bricklink" | "import";
  status: "fresh" | "missing" | "refreshing" | "stale";
  lastFetched: number | null;
  staleAt: number | null;
}
export interface Ping {
  type: "ping";
  now: number;
}
/**
 * The four markets of a part in a color; `region` is the terms' region or country, None for the world.
 *
 * A market is None until it has been fetched.
 */
export interface PriceGuide {
  partNumber: string;
  colorId: number;
  currency: string;
  vat: "norway" | "with" | "without";
  region: string | null;
  newStock: StockMarket | null;
  newSold: SoldMarket | null;
  usedStock: StockMarket | null;
  usedSold: SoldMarket | null;
}
/**
 * What is offered now; at most 24 steps, ascending.
 */
export interface StockMarket {
  lots: number;
  pieces: number;
  min: string | null;
  average: string | null;
  pieceAverage: string | null;
  median: string | null;
  max: string | null;
  fetchedAt: number;
  steps: StockStep[];
}
/**
 * The lots at one price; where prices had to be merged, at their average over the pieces.
 */
export interface StockStep {
  price: string;
  pieces: number;
  lots: number;
}
/**
 * What was sold in the last six months; at most 27 steps, ascending.
 */
export interface SoldMarket {
  lots: number;
  pieces: number;
  min: string | null;
  average: string | null;
  pieceAverage: string | null;
  median: string | null;
  max: string | null;
  fetchedAt: number;
  steps: SoldStep[];
}
/**
 * The sales of the week that begins on the Monday `week` ("2026-08-03", UTC).
 */
export interface SoldStep {
  week: string;
  sales: number;
  pieces: number;
  min: string;
  pieceAverage: string;
  max: string;
}
/**
 * A value of the catalog and how fresh it is; times in ms UTC.
 */
export interface PriceGuideAnswer {
  data: PriceGuide | null;
  status: "fresh" | "missing" | "refreshing" | "stale";
  lastFetched: number | null;
  staleAt: number | null;
  refresh: Refresh | null;
  error: RefreshError | null;
}
/**
 * The part and BrickLink's id of the color that are meant.
 */
export interface PriceGuideArgs {
  partNumber: string;
  colorId: number;
}
/**
 * `title` is the status in words, `detail` says to a person what was meant; `retry_after_ms` where that helps.
 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code:
    | "bad_request"
    | "conflict"
    | "forbidden"
    | "internal"
    | "limit_exceeded"
    | "not_found"
    | "not_signed_in"
    | "throttled"
    | "too_large"
    | "unavailable"
    | "unknown_action"
    | "unknown_query";
  detail: string;
  retryAfterMs?: number | null;
}
/**
 * `left` are HIGH and NORMAL messages up to `upTo` that are still to be done, and what is LOW and under way.
 *
 * `failed` are those from `first` to `upTo` that failed since.
 * `failures` are the last of them, at most 20. `waitingFor` is why nothing moves, until `nextAttemptAt` (ms UTC).
 */
export interface Progress {
  left: number;
  failed: number;
  failures: FailedRefresh[];
  waitingFor: ("pause" | "quota" | "retry" | "turn") | null;
  nextAttemptAt: number | null;
}
/**
 * Which batch: `first`, `upTo` and `since` as its answer named them.
 */
export interface ProgressArgs {
  upTo: number;
  since: number;
  first?: number;
}
export interface Queries {
  getPart: {
    args: PartArgs;
    value: PartAnswer;
  };
  getPartColors: {
    args: PartArgs;
    value: PartColorsAnswer;
  };
  getPriceGuide: {
    args: PriceGuideArgs;
    value: PriceGuideAnswer;
  };
  getColors: {
    args: ListArgs;
    value: ColorsAnswer;
  };
  getCategories: {
    args: ListArgs;
    value: CategoriesAnswer;
  };
  searchParts: {
    args: SearchArgs;
    value: SearchResult;
  };
  getLots: {
    args: LotsArgs;
    value: LotList;
  };
  getOutbox: {
    args: OutboxArgs;
    value: OutboxList;
  };
  getProgress: {
    args: ProgressArgs;
    value: Progress;
  };
  getStatus: {
    args: StatusArgs;
    value: StatusReport;
  };
}
/**
 * What is searched for, and which parts of that: each filter takes several values, a comma between them.
 *
 * `category`: BrickLink's ids, or names of imported categories that have none; `color`: BrickLink's ids.
 */
export interface SearchArgs {
  query?: string;
  category?: string;
  color?: string;
  status?: string;
  cursor?: string | null;
  limit?: number;
}
/**
 * A page of the parts found, `total` in all; `next_cursor` asks for those behind it, null at the end.
 */
export interface SearchResult {
  items: PartHit[];
  total: number;
  facets: Facets;
  nextCursor: string | null;
}
/**
 * There is one status.
 */
export interface StatusArgs {}
/**
 * Everything that an owner asks first.
 */
export interface StatusReport {
  quota: Quota;
  upstream: UpstreamHealth;
  worker: Worker;
  drain: Drain;
  crons: Cron[];
  outbox: OutboxCounts;
  catalog: CatalogCounts;
  settings: SettingsInForce;
}
/**
 * Calls in the rolling window; `slots` are its history, oldest first, `at` in ms UTC.
 */
export interface Quota {
  limit: number;
  used: number;
  remaining: number;
  reserved: Reserved;
  slots: Slot[];
}
/**
 * Calls that are kept from NORMAL and from LOW work.
 */
export interface Reserved {
  normal: number;
  low: number;
}
/**
 * Calls paid for in the slot that starts `at`, by priority.
 */
export interface Slot {
  at: number;
  high: number;
  normal: number;
  low: number;
}
/**
 * Whether BrickLink answers us; times in ms UTC.
 *
 * `probe_at` is when it is asked again, `last_call_at` when it was asked last, whatever it answered.
 */
export interface UpstreamHealth {
  state: "limited" | "ok" | "paused" | "unconfigured";
  code: string | null;
  since: number | null;
  probeAt: number | null;
  detail: string | null;
  lastCallAt: number | null;
}
/**
 * Whether anybody works, and on what.
 */
export interface Worker {
  alive: boolean;
  inflight: Inflight[];
}
/**
 * What the figures were asked for under; `demo` says that the shop is one to play with.
 */
export interface SettingsInForce {
  currency: string;
  vat: string;
  region: string | null;
  pictures: string;
  staleAfterMs: {
    [k: string]: number;
  };
  demo: boolean;
}
/**
 * Whether requests can be served; each reason says what is missing.
 */
export interface Readiness {
  ready: boolean;
  reasons: string[];
}
/**
 * What became of an action.
 */
export interface Result {
  type: "result";
  id: number;
  value?: unknown;
  error?: LiveError;
}
export interface Welcome {
  type: "welcome";
  now: number;
  limits: Limits;
  protocol: number;
  heartbeatMs: number;
}
export interface Update {
  type: "update";
  now: number;
  items: News[];
}
/**
 * Who a request is from.
 */
export interface SignedIn {
  person: Me;
}
/**
 * At most 100 of `total` rows; `next_cursor` asks for those behind them, null at the end.
 */
export interface SoldDetails {
  items: SoldRow[];
  total: number;
  nextCursor: string | null;
}
/**
 * A sale; countries are BrickLink's codes (UK, not GB), `date_ordered` is ms UTC.
 */
export interface SoldRow {
  unitPrice: string;
  quantity: number;
  sellerCountry: string | null;
  buyerCountry: string | null;
  dateOrdered: number | null;
}
/**
 * At most 100 of `total` rows; `next_cursor` asks for those behind them, null at the end.
 */
export interface StockDetails {
  items: StockRow[];
  total: number;
  nextCursor: string | null;
}
/**
 * A lot for sale; `shipping_available` is None where BrickLink does not say.
 */
export interface StockRow {
  unitPrice: string;
  quantity: number;
  shippingAvailable: boolean | null;
}
