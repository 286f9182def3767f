import { useEffect, useRef } from "react";
import { formatPrice } from "../../lib/money.ts";
import type { PriceGuide } from "../../lib/wire.ts";
import { part as texts } from "../../texts/part.ts";
import { useAnnounce } from "../../ui/Announcer.tsx";
import { newAverages } from "./guideRows.ts";

/** Says in one sentence which averages of the guide have changed while it was shown. */
export function useGuideNews(guide: PriceGuide | null): void {
  const announce = useAnnounce();
  const before = useRef<PriceGuide | null>(null);
  useEffect(() => {
    const was = before.current;
    before.current = guide;
    if (was === null || guide === null || was.colorId !== guide.colorId) return;
    const news = newAverages(was, guide).map(([market, price]) =>
      texts.newAverage(texts.marketName[market], formatPrice(price), guide.currency),
    );
    if (news.length > 0) announce(news.join(". "));
  }, [guide, announce]);
}
