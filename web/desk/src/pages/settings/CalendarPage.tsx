// The working-day calendar of a year: days that are no working days, and weekends that are worked.
import { type Body, type Row, answer, api, day, read, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Link, useSearchParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Day, SimpleTable } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { PageHead } from "../../parts/PageHead";
import { type Given, RecordForm } from "../../parts/RecordForm";
import { Loaded, useList } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";

type MarkedDay = Row<"/api/calendar">;

/** In words, to stand beside what it is by now. */
function shown(marked: MarkedDay | undefined): Given {
  return marked === undefined
    ? {}
    : { day: day(marked.day), kind: t(`settings.day_${marked.kind}`), name: marked.name, version: marked.version };
}

export default function CalendarPage() {
  const may = useMay();
  const client = useQueryClient();
  const [filters, setFilter] = useFilters(["year"]);
  const [parameters, setParameters] = useSearchParams();
  const current = Number(today().slice(0, 4));
  const year = filters.year ?? String(current);
  const list = useList("/api/calendar", { from: `${year}-01-01`, to: `${year}-12-31` });
  const again = async (): Promise<void> => client.invalidateQueries({ queryKey: ["/api/calendar"] });
  const clearing = list.data?.find((each) => each.id === parameters.get("which"));
  const askClear = (each: MarkedDay): void =>
    setParameters((before) => {
      before.set("do", "clear");
      before.set("which", each.id);
      return before;
    });
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
                    <Button key="clear" size="small" onClick={() => askClear(each)}>
                      {t("settings.clear")}
                    </Button>
                  ),
                ],
              }))}
            />
          )
        }
      </Loaded>
      {clearing !== undefined && (
        <Action name="clear" title={t("settings.clear_title")}>
          {(close) => (
            <RecordForm<{ version: number }>
              key={clearing.id}
              draft={`settings.day.clear.${clearing.id}`}
              fields={[]}
              facts={[
                { name: "day", label: t("settings.day") },
                { name: "kind", label: t("settings.kind") },
                { name: "name", label: t("settings.name") },
              ]}
              given={shown(clearing)}
              fresh={async () => {
                const found = await read("/api/calendar", { query: { from: clearing.day, to: clearing.day } });
                return shown(found.items.find((each) => each.id === clearing.id));
              }}
              action={t("settings.clear_title")}
              before={
                <p>
                  ▲ <Day of={clearing.day} />, {t(`settings.day_${clearing.kind}`)}, <bdi>{clearing.name}</bdi>: {t("settings.clear_effect")}
                </p>
              }
              send={async ({ version }) => {
                await answer(api.DELETE("/api/calendar/{id}", { params: { path: { id: clearing.id }, query: { version } } }));
                close();
                await again();
              }}
            />
          )}
        </Action>
      )}
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
