// One staff member: what is said of their work, what they can, where they serve and would like to,
// and who changed what.
import { type Answer, t, withTheTerm } from "@sojourn/shared";
import { Suspense, lazy } from "react";
import { Link, useParams } from "react-router";
import { ActionButton } from "../../parts/Action";
import { Closed } from "../../parts/Closed";
import { Day, Fact, Facts, SimpleTable } from "../../parts/Facts";
import { History } from "../../parts/History";
import { PageHead } from "../../parts/PageHead";
import { Skeleton } from "../../parts/Skeleton";
import { Tabs, useTab } from "../../parts/Tabs";
import { Loaded, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { PersonActions, TakeAway } from "./PersonActions";
import { ServiceTab } from "./ServiceTab";
import { personLabel, rolesText } from "./fields";

const PlacingTab = lazy(() => withTheTerm(async () => ({ default: (await import("./PlacingTab")).PlacingTab })));
const TrainingTab = lazy(() => withTheTerm(async () => ({ default: (await import("./TrainingTab")).TrainingTab })));
const OwnTasks = lazy(() => withTheTerm(async () => ({ default: (await import("../work/OwnTasks")).OwnTasks })));

export type Person = Answer<"/api/staff/{id}">;

export default function PersonPage() {
  const { id = "" } = useParams();
  const person = useRead("/api/staff/{id}", { path: { id } });
  return (
    <Loaded of={{ ...person, data: person.data?.id === id ? person.data : undefined }}>
      {(now) => <ThePerson person={now} />}
    </Loaded>
  );
}

function ThePerson({ person }: { person: Person }) {
  const may = useMay();
  const tab = useTab(["facts", "service", "placing", "work", "training", "history"]);
  const open = person.closed_on === undefined;
  return (
    <>
      <p className="quiet">
        <Link to="/people">{t("people.back")}</Link>
      </p>
      <PageHead
        title={person.name}
        of="record"
        action={
          open && may("posting.make") ? (
            <ActionButton name="post" main>
              {t("people.post")}
            </ActionButton>
          ) : undefined
        }
      />
      {person.closed_on !== undefined && (
        <Closed
          on={person.closed_on}
          reason={person.closed_reason === undefined ? undefined : t(`people.reason.${person.closed_reason}`)}
          successor={person.merged_into === undefined ? undefined : `/people/${person.merged_into}`}
        />
      )}
      <p className="actions">
        {open && may("staff.change") && <ActionButton name="change">{t("people.change")}</ActionButton>}
        {open && may("staff.rename") && <ActionButton name="rename">{t("people.rename")}</ActionButton>}
        {open && may("staff.close") && <ActionButton name="close">{t("people.close")}</ActionButton>}
        {open && may("staff.merge") && <ActionButton name="merge">{t("people.merge")}</ActionButton>}
        {!open && person.merged_into === undefined && may("staff.reopen") && (
          <ActionButton name="reopen">{t("people.reopen")}</ActionButton>
        )}
      </p>
      <Tabs
        now={tab}
        tabs={[
          { name: "facts", title: t("people.facts") },
          { name: "service", title: t("people.service") },
          { name: "placing", title: t("people.placing") },
          ...(may("task.list") ? [{ name: "work" as const, title: t("people.tasks") }] : []),
          ...(may("training.coverage") || may("insurance.list") ? [{ name: "training" as const, title: t("people.training_and_cover") }] : []),
          { name: "history", title: t("record.history") },
        ]}
      />
      {tab === "facts" && <FactsTab person={person} open={open} />}
      {tab === "service" && <ServiceTab person={person} open={open} />}
      {tab === "placing" && (
        <Suspense fallback={<Skeleton />}>
          <PlacingTab person={person} open={open} />
        </Suspense>
      )}
      {tab === "work" && (
        <Suspense fallback={<Skeleton />}>
          <OwnTasks staff={person.id} />
        </Suspense>
      )}
      {tab === "training" && (
        <Suspense fallback={<Skeleton />}>
          <TrainingTab id={person.id} />
        </Suspense>
      )}
      {tab === "history" && (
        <>
          <p className="quiet">{t("people.who_saw")}</p>
          <History path="/api/staff/{id}/history" id={person.id} label={personLabel} />
        </>
      )}
      <PersonActions person={person} />
    </>
  );
}

function FactsTab({ person, open }: { person: Person; open: boolean }) {
  const may = useMay();
  // Whether a conflict is declared is always known to those who may see it.
  const hidden = person.declared_conflict === undefined;
  return (
    <>
      <Facts>
        <Fact label={t("people.code")} none={t("record.not_said")}>
          {person.code !== undefined && <bdi>{person.code}</bdi>}
        </Fact>
        <Fact label={t("people.sponsor")}>
          <bdi>{person.sponsor_name}</bdi>
        </Fact>
        <Fact label={t("people.area")}>
          <bdi>{person.area_name}</bdi>
        </Fact>
        <Fact label={t("people.roles")} none={t("people.no_role")}>
          {person.roles.length > 0 && rolesText(person.roles)}
        </Fact>
        <Fact label={t("people.grade")} none={t("record.not_said")}>
          {person.grade !== undefined && <bdi>{person.grade}</bdi>}
        </Fact>
        <Fact label={t("people.position")} none={t("record.not_said")}>
          {person.position !== undefined && <bdi>{person.position}</bdi>}
        </Fact>
        <Fact label={t("people.hired_on")} none={t("record.not_said")}>
          {person.hired_on !== undefined && <Day of={person.hired_on} />}
        </Fact>
        <Fact label={t("people.needed_until")} none={t("people.may_leave")}>
          {person.needed_until !== undefined && <Day of={person.needed_until} />}
        </Fact>
        <Fact label={t("people.fit_until")} none={t(hidden ? "people.hidden" : "people.not_passed")}>
          {person.fit_until !== undefined && <Day of={person.fit_until} />}
        </Fact>
        <Fact label={t("people.declared_conflict")} none={t("people.hidden")}>
          {person.declared_conflict !== undefined && t(person.declared_conflict ? "record.yes" : "record.no")}
        </Fact>
      </Facts>
      {open && may("staff.fitness") && (
        <p className="actions">
          <ActionButton name="fitness">{t("people.set_fitness")}</ActionButton>
          <ActionButton name="needed">{t("people.set_needed")}</ActionButton>
        </p>
      )}
      <section aria-labelledby="skills">
        <h2 id="skills">{t("people.skills")}</h2>
        {person.skills.length === 0 ? (
          <p className="quiet">{t("people.no_skill")}</p>
        ) : (
          <SimpleTable
            label={t("people.skill_table")}
            head={[
              { title: t("people.skill") },
              { title: t("people.level") },
              { title: t("people.certificate") },
              { title: t("people.valid_until") },
              { title: t("people.do") },
            ]}
            rows={person.skills.map((each) => ({
              key: each.skill,
              cells: [
                <bdi key="skill">{each.skill}</bdi>,
                t(`people.level.${each.level}`),
                <bdi key="certificate">{each.certificate}</bdi>,
                each.valid_until !== undefined && <Day key="until" of={each.valid_until} />,
                open && may("staff.take_skill") && <TakeAway key="take" person={person} skill={each.skill} />,
              ],
            }))}
          />
        )}
        {open && may("staff.skill") && (
          <p className="actions">
            <ActionButton name="skill">{t("people.add_skill")}</ActionButton>
          </p>
        )}
      </section>
      <section aria-labelledby="languages">
        <h2 id="languages">{t("people.languages")}</h2>
        {person.languages.length === 0 ? (
          <p className="quiet">{t("people.no_language")}</p>
        ) : (
          <SimpleTable
            label={t("people.language_table")}
            head={[
              { title: t("people.language") },
              { title: t("people.level") },
              { title: t("people.tested_on") },
              { title: t("people.certificate") },
              { title: t("people.do") },
            ]}
            rows={person.languages.map((each) => ({
              key: each.language,
              cells: [
                <bdi key="language">{each.language}</bdi>,
                t(`people.level.${each.level}`),
                <Day key="tested" of={each.tested_on} />,
                <bdi key="certificate">{each.certificate}</bdi>,
                open && may("staff.take_language") && <TakeAway key="take" person={person} language={each.language} />,
              ],
            }))}
          />
        )}
        {open && may("staff.language") && (
          <p className="actions">
            <ActionButton name="language">{t("people.add_language")}</ActionButton>
          </p>
        )}
      </section>
      <section aria-labelledby="availability">
        <h2 id="availability">{t("people.availability")}</h2>
        {person.availability.length === 0 ? (
          <p className="quiet">{t("people.always_available")}</p>
        ) : (
          <ul>
            {person.availability.map((each) => (
              <li key={each.from}>
                <Day of={each.from} /> {t(each.available ? "people.available_from" : "people.away_from")}
              </li>
            ))}
          </ul>
        )}
        {open && may("staff.availability") && (
          <p className="actions">
            <ActionButton name="availability">{t("people.set_availability")}</ActionButton>
          </p>
        )}
      </section>
    </>
  );
}
