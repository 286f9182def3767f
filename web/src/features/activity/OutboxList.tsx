import { Button } from "@mantine/core";
import { useLiveQuery } from "../../hooks/useLiveQuery.ts";
import { useServerNow } from "../../hooks/useServerNow.ts";
import type { OutboxMessage } from "../../lib/wire.ts";
import { outbox as texts } from "../../texts/activity.ts";
import classes from "./OutboxList.module.css";
import { OutboxRow } from "./OutboxRow.tsx";
import { useHeldRows } from "./useHeldRows.ts";

export interface OutboxListProps {
  readonly messages: readonly OutboxMessage[];
  readonly isOwner: boolean;
}

/** One row a message. The order stays while somebody points at a row or is in it; what has come meanwhile is counted. */
export function OutboxList({ messages, isOwner }: OutboxListProps) {
  const now = useServerNow(1_000);
  const { rows, waiting, catchUp, touch } = useHeldRows(messages);
  const colors = useColorNames(messages);
  return (
    <div>
      <div className={classes.above}>
        <span>{texts.newest(messages.length)}</span>
        {waiting > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={catchUp}>
            {texts.held(waiting)}
          </Button>
        )}
      </div>
      <div className={classes.heads} aria-hidden="true">
        {Object.values(texts.heads).map((head) => (
          <span key={head}>{head}</span>
        ))}
      </div>
      <ul {...touch}>
        {rows.map(({ item, gone }) => (
          <OutboxRow
            key={item.id}
            message={item}
            color={colors.get(item.key.split("/")[1] ?? "")}
            gone={gone}
            isOwner={isOwner}
            now={now}
          />
        ))}
      </ul>
    </div>
  );
}

/** The names of colors by id as it stands in a key; nothing is asked for where no message is about a color. */
function useColorNames(messages: readonly OutboxMessage[]): ReadonlyMap<string, string> {
  const isNeeded = messages.some(({ resource }) => resource === "price_guide");
  const { value } = useLiveQuery("getColors", isNeeded ? {} : null);
  return new Map(value?.data?.map(({ colorId, name }) => [String(colorId), name]));
}
