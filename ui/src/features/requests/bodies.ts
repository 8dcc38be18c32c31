/*
 * What the views of an answer's body ask of the engine. They are given it, as everything here.
 */
import type { BodyAt } from "../../bindings/BodyAt";
import type { BodyChildren } from "../../bindings/BodyChildren";
import type { BodyLook } from "../../bindings/BodyLook";
import type { BodyMatch } from "../../bindings/BodyMatch";
import type { BodyMatches } from "../../bindings/BodyMatches";
import type { BodyPattern } from "../../bindings/BodyPattern";
import type { BodyPlace } from "../../bindings/BodyPlace";
import type { BodyResults } from "../../bindings/BodyResults";
import type { BodyRow } from "../../bindings/BodyRow";
import type { BodySaved } from "../../bindings/BodySaved";
import type { BodyTable } from "../../bindings/BodyTable";
import type { BodyView } from "../../bindings/BodyView";
import type { ExchangeId } from "../../bindings/ExchangeId";
import type { JobId } from "../../bindings/JobId";
import type { PagesView } from "../../bindings/PagesView";
import type { SavedBody } from "../../bindings/SavedBody";
import type { TableWish } from "../../bindings/TableWish";

export interface Bodies {
  answerLook: (of: BodyAt) => Promise<BodyView>;
  answerRows: (
    of: BodyAt,
    look: BodyLook,
    from: number,
    count: number,
    pattern: BodyPattern | null,
  ) => Promise<BodyRow[]>;
  answerChildren: (of: BodyAt, at: number | null, from: number, count: number) => Promise<BodyChildren>;
  answerTable: (of: BodyAt, wish: TableWish, from: number, count: number) => Promise<BodyTable>;
  answerFind: (job: JobId, of: BodyAt, pattern: BodyPattern) => Promise<BodyMatches>;
  answerFound: (of: BodyAt, pattern: BodyPattern) => Promise<BodyMatches | null>;
  answerMatch: (
    of: BodyAt,
    pattern: BodyPattern,
    number: number | null,
    from: number,
    look: BodyLook,
  ) => Promise<BodyMatch | null>;
  answerQuery: (job: JobId, of: BodyAt, path: string) => Promise<BodyResults>;
  answerPages: (job: JobId, id: ExchangeId, most: number) => Promise<PagesView>;
  answerPath: (of: BodyAt, at: number) => Promise<BodyPlace>;
  answerText: (of: BodyAt, from: number, to: number) => Promise<string>;
  answerPicture: (of: BodyAt) => Promise<string | null>;
  /** Where it was saved; null when the person closed the dialog. */
  answerSave: (of: BodyAt, saved: BodySaved) => Promise<SavedBody | null>;
  jobStop: (job: JobId) => Promise<boolean>;
}
