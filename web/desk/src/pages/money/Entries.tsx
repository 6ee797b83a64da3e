// What moved the money of one line, newest first. What was wrong is taken back by another booking, never changed.
import { type Body, type Row, answer, api, t } from "@sojourn/shared";
import { Action, ActionButton } from "../../parts/Action";
import { Day, SimpleTable } from "../../parts/Facts";
import { More } from "../../parts/More";
import { RecordForm } from "../../parts/RecordForm";
import { Loaded, useList } from "../../parts/reading";
import { useMay } from "../../shell/session";

type Entry = Row<"/api/budget-lines/{id}/entries">;
/** What the server takes back: the others have a way of their own. */
const reversible = ["plan", "approve", "fund", "pay"];

export function Entries({ line, title, done }: { line: string; title: string; done: (close: () => void) => Promise<void> }) {
  const may = useMay();
  const entries = useList("/api/budget-lines/{id}/entries", {}, { holes: { id: line } });
  const mayReverse = may("booking.reverse");
  return (
    <section aria-labelledby="entries">
      <h3 id="entries">{title}</h3>
      <Loaded of={entries}>
        {(rows) => {
          const reversed = new Set(rows.map((each) => each.reverses));
          // Each booking is reversed once, from its first entry.
          const seen = new Set<string>();
          const offered = rows.filter((each) => {
            const first = !seen.has(each.booking);
            seen.add(each.booking);
            return first && mayReverse && reversible.includes(each.kind) && !reversed.has(each.booking);
          });
          return (
            <>
              <SimpleTable
                label={title}
                head={[
                  { title: t("money.made_on") },
                  { title: t("money.booking") },
                  { title: t("money.account") },
                  { title: t("money.amount"), number: true },
                  { title: t("money.reason_or_source") },
                  ...(mayReverse ? [{ title: t("money.what_to_do") }] : []),
                ]}
                rows={rows.map((each) => ({
                  key: each.id,
                  cells: [
                    <Day key="on" of={each.made_on} />,
                    t(`money.booking_${each.kind}`),
                    t(`money.account_${each.account}`),
                    <bdi key="amount">{each.amount}</bdi>,
                    <bdi key="reason">{each.reason}</bdi>,
                    ...(mayReverse
                      ? [
                          offered.includes(each) ? (
                            <ActionButton key="do" name={`reverse-${each.booking}`}>
                              {t("money.reverse")}
                            </ActionButton>
                          ) : reversed.has(each.booking) ? (
                            <span key="do" className="quiet">
                              {t("money.reversed")}
                            </span>
                          ) : null,
                        ]
                      : []),
                  ],
                }))}
              />
              <p className="below">
                <span role="status">{t("money.rows", { count: rows.length })}</span>
                <More of={entries} />
              </p>
              {offered.map((each) => (
                <Reversing key={each.booking} of={each} done={done} />
              ))}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function Reversing({ of, done }: { of: Entry; done: (close: () => void) => Promise<void> }) {
  return (
    <Action name={`reverse-${of.booking}`} title={t("money.reverse")}>
      {(close) => (
        <RecordForm<Body<"/api/bookings/{id}/reverse">>
          draft={`money.reverse.${of.booking}`}
          fields={[{ name: "reason", label: t("money.reason"), help: t("money.no_names") }]}
          action={t("money.reverse")}
          before={
            <>
              <p>
                {t(`money.booking_${of.kind}`)} · <Day of={of.made_on} /> · <bdi>{of.reason}</bdi>
              </p>
              <p className="quiet">{t("money.reverse_effect")}</p>
            </>
          }
          send={async (body) => {
            await answer(api.POST("/api/bookings/{id}/reverse", { params: { path: { id: of.booking } }, body }));
            await done(close);
          }}
        />
      )}
    </Action>
  );
}
