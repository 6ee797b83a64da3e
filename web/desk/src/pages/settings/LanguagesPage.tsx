// Which languages the desk and the server speak, which of them this browser has, and how another
// comes in. Languages in which people were tested are another thing: they stand on the records of
// the people, and there is no list of people by language.
import { language, languages, speak, t } from "@sojourn/shared";
import { Button } from "antd";
import { PageHead } from "../../parts/PageHead";
import { Fact, Facts, SimpleTable } from "../../parts/Facts";
import { saveLanguage } from "../../shell/preferences";

export default function LanguagesPage() {
  const now = language();
  const name = languages.find(({ code }) => code === now)?.name ?? now;
  return (
    <>
      <PageHead title={t("settings.languages")} />
      <p className="quiet">{t("settings.languages_how")}</p>
      <Facts>
        <Fact label={t("settings.language_here")}>
          <bdi>{name}</bdi>
        </Fact>
        <Fact label={t("settings.language_browser")}>
          <bdi>{navigator.languages.join(", ")}</bdi>
        </Fact>
      </Facts>
      <SimpleTable
        label={t("settings.languages")}
        head={[{ title: t("settings.language") }, { title: t("settings.code") }, { title: t("settings.language_complete") }, { title: t("settings.do") }]}
        rows={languages.map((each) => ({
          key: each.code,
          cells: [
            <span key="name" lang={each.code}>
              {each.name}
            </span>,
            <bdi key="code">{each.code}</bdi>,
            <>
              <span aria-hidden="true">✔ </span>
              {t("settings.language_all")}
            </>,
            each.code === now ? (
              t("settings.language_in_use")
            ) : (
              <Button
                key="do"
                size="small"
                lang={each.code}
                onClick={() => {
                  saveLanguage(each.code);
                  void speak(each.code);
                }}
              >
                {each.name}
              </Button>
            ),
          ],
        }))}
      />
      <h2>{t("settings.language_another")}</h2>
      <p>{t("settings.language_another_how")}</p>
      <p>
        <bdi>docs/contributing.md</bdi>
      </p>
      <h2>{t("settings.language_tested")}</h2>
      <p>{t("settings.language_tested_how")}</p>
    </>
  );
}
