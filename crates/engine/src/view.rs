//! What a client of the engine sees and sends: plain data without a secret in it, each type beside the room that it belongs
//! to. The window's TypeScript bindings are made from these types and the shell's own.

pub use crate::adobe_clock::ClockNote;
pub use crate::answers::body_view::{
    BodyAt, BodyCell, BodyChildren, BodyFault, BodyKind, BodyLook, BodyMatch, BodyMatches,
    BodyNode, BodyPattern, BodyPlace, BodyResults, BodyRow, BodySaved, BodyTable, BodyTableRow,
    BodyView, CharsetOrigin, QueryLanguage, RowCounts, TableWish, ValueKind,
};
pub use crate::answers::view::{
    AnswerLink, BodyFormat, BodySlice, CapturedView, Certainty, CheckView, ExchangeView,
    ExplanationView, NewSecretView, PagesEnd, PagesView, RetriedView,
};
pub use crate::board::view::{BoardRow, Health, NotRenewed, RenewalProgress, Renewed};
pub use crate::checkup::view::{
    CannotDo, CheckupGrade, CheckupProgress, CheckupReport, CheckupStep, CheckupStepKind,
    CheckupVerdict, CheckupWish, ProductView, ProfileCheckup, ScopeView,
};
pub use crate::comparison::open_view::{
    ArrayOrder, ComparedFile, ComparedSide, ComparisonAt, ComparisonCell, ComparisonLook,
    ComparisonMark, ComparisonPlace, ComparisonRow, ComparisonText, Counting, OpenComparison,
    SideView,
};
pub use crate::comparison::view::{
    ComparedAs, ComparisonView, DifferenceCounts, DifferenceForm, DifferenceView,
    HeaderDifferenceView, PlaceView, SuggestedPath,
};
pub use crate::damaged::{DamagedRecord, RecordKind};
pub use crate::doctor::view::{DiagnosticsSaved, DoctorView, Finding, FindingKind, Grade};
pub use crate::drafts::view::{
    BodyBase, BodyEdit, OpenTab, OutsideAnswer, OutsideChange, TabId, TabView, TabsView, TextChange,
};
pub use crate::events::Event;
pub use crate::export::view::{ExportSecrets, Exported, LeftOut, Selection, Unreadable};
pub use crate::history::view::{ExchangeSummary, HistoryCount, HistorySize};
pub use crate::import::change::{ChangeView, ImportChange};
pub use crate::import::view::{
    FoundField, FoundHost, FoundKey, FoundProfile, HostNotAllowed, IgnoredItem, ImportChoice,
    ImportDone, ImportInto, ImportMatch, ImportSource, ImportView, LockedItem, ProfileChoice,
    Readiness,
};
pub use crate::inspection::view::{
    AskedView, ClaimDifference, ClaimView, InspectedKind, InspectedScope, InspectedView,
    TokenSource,
};
pub use crate::jobs::{JobId, JobKind, JobView};
pub use crate::keys::view::{
    AtCertificateEnd, CertificateForm, CertificateView, KeyField, KeyFieldProblem, KeyMatch,
    KeyPairDraft, KeyProgress, KeyView, MatchAgainst, SigningCertificate, SubjectTemplate,
};
pub use crate::migration::view::{
    ComparedRequest, JwtIssuer, LeftOutRequest, MetascopeScopes, MigrationComparison,
    MigrationDate, MigrationDateKind, MigrationNeeds, MigrationProgress, MigrationStep,
    MigrationView, TrialOutcome, TrialProgress, TrialWish, Tried, WhyLeftOut,
};
pub use crate::policy::view::PolicyView;
pub use crate::practice::view::{PracticeProject, PracticeView};
pub use crate::profiles::view::{
    FieldProblem, ProfileDraft, ProfileSummary, ProfileView, RefusedHost,
};
pub use crate::requests::RequestAddress;
pub use crate::requests::collections::view::{
    CollectionView, ExportedRequests, FoundRequestFile, FoundRequests, ImportedRequests,
    ImportedVariable, LeftOutView, RequestExportFormat, RequestImportView, UnreadFile,
    VariablesStay,
};
pub use crate::requests::going_out::{GoingOut, GoingOutHeader, GoingOutPart};
pub use crate::requests::options::{GoingOutOption, OptionName, OptionOrigin};
pub use crate::requests::sandbox_lists::{SandboxList, SandboxView};
pub use crate::requests::sandboxes::SandboxType;
pub use crate::requests::view::{
    AboutRequest, BeforeMoving, BeforeMovingPlace, ChangedPlace, ChangedRequest, DoubtView,
    EditedRequest, LostFile, OpenedRequest, PastedRequest, PlaceName, PromptAnswers, PromptView,
    RequestCheck, RequestNote, RequestNoteKind, RequestOption, RequestOrigin, RequestPlaces,
    RequestSource, RequestSummary, SentFromView, UndoneChange, VariableSource, VariableValue,
    VariableView, WrittenRequest,
};
pub use crate::rotation::view::{
    AdobeSecret, PlannedRotation, RotationNews, RotationOutcome, RotationProgress, RotationReport,
    RotationStep, RotationView, SecretRole,
};
pub use crate::rotation::{LostSecret, RotationDeed, RotationWish, StillUsed};
pub use crate::runs::run_view::{
    OnFailure, PlannedNote, PlannedWrite, RunCounts, RunData, RunEnd, RunFilter, RunId, RunOutcome,
    RunPlan, RunProgress, RunReport, RunResult, RunResults, RunSettings, RunStopped, RunSummary,
    RunWhat,
};
pub use crate::runs::view::{ComparedTo, PlannedCall, ReplayWish, ReplayedOn, ReplayedOnAll};
pub use crate::start::StartView;
pub use crate::tokens::view::{
    SignInPage, SignedInView, SignedOutView, TokenForm, TokenState, WayBack,
};
pub use crate::vault::view::{
    Custody, GenerationView, SecretKind, SecretView, UnlockedBy, VaultState, VaultView,
};
pub use mudbrick_model::{
    CodeLanguage, Cookies, ExportFormat, Field, HeaderOrigin, HttpVersion, Note, NoteView,
    OriginOfPart, PartOrigin, Proxy, RedirectTaken, RetryMethods, SecretOwner, SendOptions,
    ServerCertificate, TimeLimit, TimeSpan, Timeline, TimelineLeg, Unused, UnusedReason,
    WrittenOption, WrittenOptions,
};
