import { useState } from "react";
import { Board } from "@/ui/board/board.tsx";
import type { BoardColumn, BoardMove } from "@/ui/board/types.ts";
import { Button } from "@/ui/button.tsx";
import { Sparkline } from "@/ui/charts/sparkline.tsx";
import { Swatch } from "@/ui/chip.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Figure, PageHeader } from "@/ui/page-header.tsx";
import { InlineMoney } from "@/ui/record/inline-money.tsx";
import { InlineSelect } from "@/ui/record/inline-select.tsx";
import { InlineText } from "@/ui/record/inline-text.tsx";
import { Property, PropertyList } from "@/ui/record/property.tsx";
import { RecordLayout } from "@/ui/record/record-layout.tsx";
import { RecordPanel } from "@/ui/record/record-panel.tsx";
import { Timeline } from "@/ui/timeline/timeline.tsx";
import { type Deal, deals } from "./data.ts";

const STAGES = [
  ["q", "Qualification", "var(--s-new)", 2_400],
  ["d", "Discovery", "var(--s-qual)", 40],
  ["p", "Proposal", "var(--s-prop)", 2],
  ["n", "Negotiation", "var(--s-nego)", 3],
  ["w", "Won", "var(--s-won)", 0],
] as const;

export function BoardStory({ panel }: { panel: boolean }) {
  const formats = useFormats();
  const [columns, setColumns] = useState<BoardColumn<Deal>[]>(() =>
    STAGES.map(([id, title, color, count], index) => ({
      id,
      title,
      color,
      count,
      cards: deals(index, 0, Math.min(count, 25)),
      hasMore: count > 25,
      sum: formats.moneyShort({ amount: 41_200_000 + index * 30_000_000, currency: "EUR" }),
    })),
  );
  const [open, setOpen] = useState(panel);
  function move({ cardId, from, to, index }: BoardMove) {
    setColumns((old) => {
      const card = old
        .find((column) => column.id === from)
        ?.cards.find((candidate) => candidate.id === cardId);
      if (!card) return old;
      return old.map((column) => {
        const cards = column.cards.filter((candidate) => candidate.id !== cardId);
        if (column.id === to) cards.splice(index, 0, card);
        return {
          ...column,
          cards,
          count: column.count + (column.id === to ? 1 : 0) - (column.id === from ? 1 : 0),
        };
      });
    });
  }
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <PageHeader
          title="Pipeline"
          summary={
            <>
              <Figure>€4.21M</Figure> open, <Figure>€1.36M</Figure> weighted, 318 deals
            </>
          }
          actions={<Button variant="primary">New deal</Button>}
        />
        <Board
          label="Pipeline"
          columns={columns}
          cardId={(card) => card.id}
          cardHref={(card) => `#${card.id}`}
          cardName={(card) => card.name}
          canMove={() => true}
          openId={open ? "deal-1-0" : undefined}
          empty="No deals in this stage"
          onMove={move}
          onMore={(id) =>
            setColumns((old) =>
              old.map((column, index) =>
                column.id === id
                  ? {
                      ...column,
                      cards: [...column.cards, ...deals(index, column.cards.length, 25)],
                      hasMore: column.cards.length + 25 < column.count,
                    }
                  : column,
              ),
            )
          }
          renderCard={(card) => (
            <>
              <span>
                <b className="block truncate font-semibold">{card.name}</b>
                <span className="block truncate text-xs text-ink-2">{card.company}</span>
              </span>
              <span className="flex justify-between">
                {formats.money({ amount: card.amount, currency: "EUR" })}
                <span className={card.due < 0 ? "text-bad" : "text-ink-3"}>
                  {card.due < 0
                    ? `late ${-card.due} d`
                    : card.due === 0
                      ? "today"
                      : `${card.due} d`}
                </span>
              </span>
            </>
          )}
        />
      </div>
      {open ? (
        <RecordPanel href="/deals/1" onClose={() => setOpen(false)} takesFocus>
          <RecordLayout
            title="Halcyon rollout"
            subtitle="Halcyon GmbH, with Ines Haddad"
            side={<Facts />}
          >
            <div className="py-4">
              <Sparkline values={[4, 5, 4.6, 6, 5.5, 7, 6.4, 8, 7.4, 8.2, 9]} />
            </div>
            <Story />
          </RecordLayout>
        </RecordPanel>
      ) : null}
    </div>
  );
}

const wait = () => new Promise((resolve) => setTimeout(resolve, 400));

export function Facts() {
  const [amount, setAmount] = useState<number | null>(8_400_000);
  const [stage, setStage] = useState("n");
  return (
    <PropertyList>
      <InlineSelect
        label="Stage"
        value={stage}
        options={STAGES.map(([value, label, color]) => ({
          value,
          label,
          before: <Swatch color={color} />,
        }))}
        onSave={async (next) => {
          await wait();
          setStage(next);
        }}
      />
      <InlineMoney
        label="Amount"
        amount={amount}
        currency="EUR"
        onSave={async (next) => {
          await wait();
          setAmount(next);
        }}
      />
      <InlineText
        label="Close date"
        type="date"
        value="2026-11-28"
        onSave={async () => {
          throw new Error("The date lies before the deal was created.");
        }}
      />
      <InlineText label="Next step" value={null} onSave={wait} />
      <Property label="Owner">Dana Okafor</Property>
    </PropertyList>
  );
}

export function Story() {
  return (
    <Timeline
      label="Timeline"
      now={Date.UTC(2026, 10, 20, 12)}
      items={[
        {
          id: "1",
          at: "2026-11-20T09:42:00Z",
          body: (
            <>
              Ines replied: <span className="marked">legal is fine with the DPA</span>
            </>
          ),
        },
        {
          id: "2",
          at: "2026-11-19T16:10:00Z",
          body: "Dana changed the amount from €72,000 to €84,000",
        },
        { id: "3", at: "2026-11-19T10:02:00Z", body: "Moved from Proposal to Negotiation" },
        {
          id: "4",
          at: "2026-11-12T08:30:00Z",
          body: "Call, 24 min",
          detail: "Pricing and rollout order.\nThey want two phases, Lyon first.",
        },
        { id: "5", at: "2026-11-03T08:30:00Z", body: "Proposal v2 opened 3 times" },
      ]}
      hasMore
      onMore={() => {}}
    />
  );
}
