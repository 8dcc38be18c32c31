/*
 * What is known of the end of a profile's JWT credential, and what has to be done in the Developer Console.
 */
import { Button } from "@react-spectrum/s2/Button";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { MigrationView } from "../../bindings/MigrationView";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import { CopyButton } from "../../shared/CopyButton";
import { Fact, Facts } from "../../shared/Facts";
import { Foreign } from "../../shared/Foreign";
import { title } from "../../shared/resultPage";
import { exact, until, useNow } from "../../shared/time";

interface KnownProps {
  view: MigrationView;
  profile: ProfileSummary;
  onConsole: () => void;
}

const section = style({ display: "flex", flexDirection: "column", gap: 8, paddingTop: 16 });
const text = style({ font: "ui", margin: 0, maxWidth: 720 });
const steps = style({ font: "ui", margin: 0, paddingStart: 20, maxWidth: 720 });
const dates = style({
  font: "ui",
  margin: 0,
  display: "grid",
  gridTemplateColumns: ["max-content", "1fr"],
  columnGap: 16,
  rowGap: 4,
});
const term = style({ fontWeight: "bold" });
const day = style({ margin: 0 });

const onDay = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

export function Known({ view, profile, onConsole }: KnownProps) {
  return (
    <>
      <section className={section} aria-label="What is known">
        <h2 className={title}>What is known</h2>
        {view.issuer === "aem" ? (
          <p className={text} data-testid="migration-aem">
            This is a service credential of AEM as a Cloud Service. Adobe calls it legacy: deprecated in
            favour of OAuth Server-to-Server, and still working. Adobe has named no end.
          </p>
        ) : (
          <dl className={dates} data-testid="migration-dates">
            {view.dates.map((date) => (
              <Day key={date.day} {...date} />
            ))}
          </dl>
        )}
        <p className={text}>
          The OAuth credential keeps the client ID, the technical account, the APIs and the product profiles.
          The key pair stays in Mudbrick whatever you choose here.
        </p>
      </section>
      <InConsole view={view} profile={profile} onConsole={onConsole} />
    </>
  );
}

function Day({ day: iso, words }: MigrationView["dates"][number]) {
  return (
    <>
      <dt className={term}>{onDay.format(Date.parse(iso))}</dt>
      <dd className={day}>{words}</dd>
    </>
  );
}

function InConsole({ view, profile, onConsole }: KnownProps) {
  const now = useNow();
  const from = view.console_allows_from;
  const isAem = view.issuer === "aem";
  const isBefore = view.step === "not_begun" || view.step === "trying";
  return (
    <section className={section} aria-label="In the Developer Console">
      <h2 className={title}>In the Developer Console</h2>
      {isBefore ? (
        <ol className={steps}>
          <li>
            {isAem
              ? "Open the project with the OAuth Server-to-Server credential that takes this one’s place."
              : "Open the project, and add OAuth Server-to-Server to it. If Adobe has converted the credential already, it is there."}
          </li>
          <li>Copy the client secret and the scopes from the credential’s page, and enter them below.</li>
          {!isAem && (
            <li>
              Until the JWT credential is deleted there, no API can be added to the project, and no client
              secret can be rotated. Do not cancel the migration there: that deletes the OAuth credential.
            </li>
          )}
        </ol>
      ) : (
        <p className={text}>
          {isAem
            ? "Other programs may still use the JWT credential. Leave it until nobody does."
            : "Delete the JWT credential there last: that cannot be undone. The Console allows it 24 hours after the last token by JWT, from whichever program."}
        </p>
      )}
      {!isBefore && !isAem && from !== null && (
        <p className={text} data-testid="migration-console-allows">
          As far as this Mudbrick knows, from <span title={exact(from)}>{until(from, now)}</span> on.
        </p>
      )}
      <Facts label="How Adobe knows this profile">
        <Fact name="Client ID" kind="code" actions={<CopyButton what="Client ID" text={profile.client_id} />}>
          {profile.client_id}
        </Fact>
        {isBefore &&
          view.suggestions.map(({ metascope, scopes }) => (
            <Fact key={metascope} name={`Instead of ${metascope}`} kind={scopes.length ? "code" : "text"}>
              {scopes.length > 0 ? (
                <Foreign text={scopes.join(", ")} />
              ) : (
                "Adobe does not document which scopes; the Console lists them."
              )}
            </Fact>
          ))}
      </Facts>
      {profile.adobe !== "practice" && (
        <div>
          <Button size="S" variant="secondary" onPress={onConsole} data-testid="open-console">
            Open Console
          </Button>
        </div>
      )}
    </section>
  );
}
