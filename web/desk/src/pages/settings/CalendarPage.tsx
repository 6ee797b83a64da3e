// The working-day calendar of a year: days that are no working days, and weekends that are worked.
import { type Body, answer, api, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { ErrorNote } from "../../parts/ErrorNote";
import { Day, SimpleTable } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { PageHead } from "../../parts/PageHead";
import { RecordForm } from "../../parts/RecordForm";
import { Loaded, useList } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";

export default function CalendarPage() {
  const may = useMay();
  const client = useQueryClient();
  const [filters, setFilter] = useFilters(["year"]);
  const [trouble, setTrouble] = useState<unknown>();
  const current = Number(today().slice(0, 4));
  const year = filters.year ?? String(current);
  const list = useList("/api/calendar", { from: `${year}-01-01`, to: `${year}-12-31` });
  const again = async (): Promise<void> => client.invalidateQueries({ queryKey: ["/api/calendar"] });
  const clear = async (id: string, version: number): Promise<void> => {
    await answer(api.DELETE("/api/calendar/{id}", { params: { path: { id }, query: { version } } }));
    await again();
  };
  return (
    <>
      <PageHead
        title={t("settings.calendar")}
        action={
          may("calendar.mark") ? (
            <>
              <Link className="button" to="/import/calendar">
                {t("shell.import")}
              </Link>{" "}
              <ActionButton name="mark" main>
                {t("settings.mark")}
              </ActionButton>
            </>
          ) : undefined
        }
      />
      <p className="quiet">{t("settings.calendar_how")}</p>
      <div className="filters">
        <ChoiceFilter
          label={t("settings.year")}
          value={year}
          none={null}
          choices={[current - 1, current, current + 1, current + 2].map((each) => ({ value: String(each), name: String(each), record: true }))}
          onChange={(value) => setFilter("year", value)}
        />
      </div>
      {trouble !== undefined && <ErrorNote problem={trouble} />}
      <Loaded of={list}>
        {(days) =>
          days.length === 0 ? (
            <p>{t("settings.no_day")}</p>
          ) : (
            <SimpleTable
              label={t("settings.calendar")}
              head={[{ title: t("settings.day") }, { title: t("settings.kind") }, { title: t("settings.name") }, { title: t("settings.do") }]}
              rows={days.map((each) => ({
                key: each.id,
                cells: [
                  <Day key="day" of={each.day} />,
                  t(`settings.day_${each.kind}`),
                  <bdi key="name">{each.name}</bdi>,
                  may("calendar.clear") && (
                    <Button key="clear" size="small" onClick={() => void clear(each.id, each.version).then(() => setTrouble(undefined), setTrouble)}>
                      {t("settings.clear")}
                    </Button>
                  ),
                ],
              }))}
            />
          )
        }
      </Loaded>
      <Action name="mark" title={t("settings.mark")}>
        {(close) => (
          <RecordForm<Body<"/api/calendar">>
            draft="settings.day"
            fields={[
              { name: "day", label: t("settings.day"), kind: "day" },
              {
                name: "kind",
                label: t("settings.kind"),
                kind: "choice",
                choices: [
                  { value: "holiday", name: t("settings.day_holiday") },
                  { value: "make_up", name: t("settings.day_make_up") },
                ],
              },
              { name: "name", label: t("settings.name") },
            ]}
            action={t("settings.mark")}
            send={async (body) => {
              await answer(api.POST("/api/calendar", { body }));
              close();
              await again();
            }}
          />
        )}
      </Action>
    </>
  );
}
