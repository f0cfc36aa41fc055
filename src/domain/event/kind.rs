//! The kinds of events, in one table.

use crate::domain::named;

named!(
    /// What happened. Texts are stable: statistics are computed from them.
    pub enum EventKind {
        PetitionRegistered = "petition.registered",
        PetitionScreening = "petition.screening",
        /// It is of another category or class than was thought; to a report, and the wall of art. 30 is up.
        PetitionReclassified = "petition.reclassified",
        PetitionRouted = "petition.routed",
        /// To the petition bureau of a division below.
        PetitionHandedDown = "petition.handed_down",
        /// To the bureau that handed it down.
        PetitionGivenBack = "petition.given_back",
        PetitionAccepted = "petition.accepted",
        PetitionHandling = "petition.handling",
        PetitionReplyDrafted = "petition.reply_drafted",
        PetitionReplied = "petition.replied",
        PetitionClosed = "petition.closed",
        PetitionWithdrawn = "petition.withdrawn",
        /// One household withdrew; the matter goes on for the others.
        PetitionHouseholdLeft = "petition.household_left",
        PetitionObjected = "petition.objected",
        PetitionObjectionRefused = "petition.objection_refused",
        PetitionRerouted = "petition.rerouted",
        /// The unit objected, and the bureau agrees: it screens it again.
        PetitionTakenBack = "petition.taken_back",
        PetitionCompetenceRuled = "petition.competence_ruled",
        PetitionDiverted = "petition.diverted",
        /// The organ it was diverted to gave it back.
        PetitionDiversionReturned = "petition.diversion_returned",
        PetitionNotAccepted = "petition.not_accepted",
        PetitionNoLongerAccepted = "petition.no_longer_accepted",
        PetitionMerged = "petition.merged",
        PetitionRecused = "petition.recused",
        PetitionExtended = "petition.extended",
        PetitionReplyFirstApproved = "petition.reply_first_approved",
        PetitionReplyReturned = "petition.reply_returned",
        /// When the petitioner had the reply or the opinion of review in hands.
        PetitionReceiptRecorded = "petition.receipt_recorded",
        PetitionReviewRequested = "petition.review_requested",
        PetitionReviewRefused = "petition.review_refused",
        /// In time, and no organ of this system is above who answered: it goes on outside (ADR 61).
        PetitionReviewBeyond = "petition.review_beyond",
        PetitionReviewing = "petition.reviewing",
        PetitionReviewed = "petition.reviewed",
        PetitionRereviewRequested = "petition.rereview_requested",
        PetitionRereviewRefused = "petition.rereview_refused",
        PetitionRereviewBeyond = "petition.rereview_beyond",
        PetitionRereviewing = "petition.rereviewing",
        PetitionClockPaused = "petition.clock_paused",
        PetitionClockResumed = "petition.clock_resumed",
        PetitionRereviewed = "petition.rereviewed",
        PetitionTerminated = "petition.terminated",
        PetitionReopened = "petition.reopened",
        /// Its petitioner raised the matter again, in a petition that this one names.
        PetitionRaisedAgain = "petition.raised_again",
        /// An end without an opinion was taken back: it is screened again.
        PetitionUndone = "petition.undone",
        PetitionArchived = "petition.archived",
        /// Whom a report accuses: the wall of art. 30 is up against them.
        PetitionAccusedNamed = "petition.accused_named",
        /// 检举控告类认定有误: proposed by one, decided by another.
        PetitionUnsealingProposed = "petition.unsealing_proposed",
        PetitionUnsealed = "petition.unsealed",
        PetitionUnsealingRefused = "petition.unsealing_refused",
        /// What the record said wrongly was set right: which fields, and no value of a person.
        PetitionCorrected = "petition.corrected",
        /// An agent or a co-petitioner.
        PetitionPartyAdded = "petition.party_added",
        /// An agent acts for the petitioner no more (撤销委托).
        PetitionAuthorityEnded = "petition.authority_ended",
        PetitionAttachmentAdded = "petition.attachment_added",
        /// A picture that a channel had sent the address of could not be fetched.
        PetitionPictureLost = "petition.picture_lost",
        /// It may do serious harm (art. 25): reported upwards at once; the organ above has seen it; it is urgent no more.
        PetitionMarkedUrgent = "petition.marked_urgent",
        /// To the organ above that one, to its successor, or to whom it is due once it is a report.
        PetitionUrgentPassed = "petition.urgent_passed",
        PetitionUrgentSeen = "petition.urgent_seen",
        PetitionUrgentLifted = "petition.urgent_lifted",
        /// Somebody opened a file, a document, an exhibit, read a whole phone number, or took an evidence package along.
        PaperOpened = "paper.opened",
        PetitionQueryCodeRenewed = "petition.query_code_renewed",
        /// A new one went to the petitioner's phone.
        PetitionQueryCodeSent = "petition.query_code_sent",
        /// Art. 20: who speaks for the others.
        PetitionRepresentativesElected = "petition.representatives_elected",
        DocumentIssued = "document.issued",
        /// A new holiday calendar moved its dates.
        PetitionClocksRecomputed = "petition.clocks_recomputed",
        /// Its organ was merged or closed; the successor has it now (art. 24).
        PetitionUnitSucceeded = "petition.unit_succeeded",
        /// Likewise the organ that reviews it.
        PetitionReviewerSucceeded = "petition.reviewer_succeeded",
        /// A leader took charge of it (领导包案, art. 18).
        PetitionContracted = "petition.contracted",
        PetitionContractEnded = "petition.contract_ended",
        /// H1: somebody asks for a hearing.
        HearingRequested = "hearing.requested",
        HearingExamined = "hearing.examined",
        HearingApproved = "hearing.approved",
        HearingRedirected = "hearing.redirected",
        HearingRefused = "hearing.refused",
        HearingRequestWithdrawn = "hearing.request_withdrawn",
        HearingScheduled = "hearing.scheduled",
        /// A day or an hour before it begins.
        HearingReminded = "hearing.reminded",
        /// A seat said that it cannot come, that it comes after all, or what it needs.
        HearingNoticeAnswered = "hearing.notice_answered",
        HearingStage = "hearing.stage",
        HearingPhase = "hearing.phase",
        HearingSeatAdmitted = "hearing.seat_admitted",
        HearingSeatDismissed = "hearing.seat_dismissed",
        HearingSeatLeft = "hearing.seat_left",
        HearingSeatRemoved = "hearing.seat_removed",
        HearingSeatDropped = "hearing.seat_dropped",
        HearingSeatBack = "hearing.seat_back",
        /// Why a seat was lost, as its page says it once it is back.
        HearingDropExplained = "hearing.drop_explained",
        /// Sound and picture of a seat, its page still there.
        HearingMediaLost = "hearing.media_lost",
        HearingMediaBack = "hearing.media_back",
        /// A private talk: who was in it from when to when, never what was said (docs/rules.md 3.5, invariant 9).
        HearingTalkOpened = "hearing.talk_opened",
        HearingTalkEntered = "hearing.talk_entered",
        HearingTalkLeft = "hearing.talk_left",
        HearingLinkIssued = "hearing.link_issued",
        HearingIdentityConfirmed = "hearing.identity_confirmed",
        /// It was confirmed by mistake.
        HearingIdentityTakenBack = "hearing.identity_taken_back",
        /// Of no use, and gone.
        HearingPhotoRefused = "hearing.photo_refused",
        /// Promised on arrival, by the seat itself.
        HearingNoRecordingDeclared = "hearing.no_recording_declared",
        /// A one-time code went to the person's phone; it came back.
        HearingCodeSent = "hearing.code_sent",
        HearingPhoneConfirmed = "hearing.phone_confirmed",
        HearingSelfTested = "hearing.self_tested",
        /// The plate no longer says the name; it does again.
        HearingSeatMasked = "hearing.seat_masked",
        HearingSeatUnmasked = "hearing.seat_unmasked",
        HearingHelperSeated = "hearing.helper_seated",
        /// Takes part by the camera of another seat, which is among the details, or by itself again.
        HearingSeatBeside = "hearing.seat_beside",
        /// The table changes after it was laid: one more seat, somebody else in a place, one less.
        HearingSeatAdded = "hearing.seat_added",
        HearingSeatReplaced = "hearing.seat_replaced",
        HearingSeatWithdrawn = "hearing.seat_withdrawn",
        /// Phases were added, left out, put in another order, given minutes.
        HearingAgendaChanged = "hearing.agenda_changed",
        /// By the officer on duty: called, told, its sound and picture begun afresh.
        HearingSeatRung = "hearing.seat_rung",
        /// Away from a hearing that waits for it: called by a message to the person's phone.
        HearingSeatCalled = "hearing.seat_called",
        /// The officer sent it to another session; which is among the details.
        HearingSeatMoved = "hearing.seat_moved",
        HearingAnnounced = "hearing.announced",
        HearingMediaRestarted = "hearing.media_restarted",
        /// Who wished an interpreter on arrival sits there, and nobody at the table interprets their language; somebody does.
        HearingInterpreterMissing = "hearing.interpreter_missing",
        HearingInterpreterFound = "hearing.interpreter_found",
        /// Somebody saw to an alarm; the event that raised it is among the details.
        HearingAlarmHandled = "hearing.alarm_handled",
        HearingDeviceTokenIssued = "hearing.device_token_issued",
        HearingDeviceTokenRevoked = "hearing.device_token_revoked",
        HearingEntryWritten = "hearing.entry_written",
        HearingEntryStruck = "hearing.entry_struck",
        /// Whose time runs, how much there is.
        HearingSpeakingTime = "hearing.speaking_time",
        /// The presider's stand-in was named, took over, handed back.
        HearingStandIn = "hearing.stand_in",
        /// Notice, warning or removal for somebody's conduct (art. 26).
        HearingConduct = "hearing.conduct",
        /// Microphones locked, what everybody is shown, how long seats are waited for.
        HearingPresiding = "hearing.presiding",
        HearingRecordingStarted = "hearing.recording_started",
        HearingRecordingPaused = "hearing.recording_paused",
        HearingRecordingResumed = "hearing.recording_resumed",
        HearingRecordingStopped = "hearing.recording_stopped",
        /// Nothing could be written, or sound alone.
        HearingRecordingFailed = "hearing.recording_failed",
        /// Somebody had it begun anew.
        HearingRecordingRestarted = "hearing.recording_restarted",
        /// A file is whole; its hash is among the details.
        HearingRecordingFiled = "hearing.recording_filed",
        /// Who spoke when, and in which phase: the hash of the index as it stands is among the details.
        HearingRecordingIndexed = "hearing.recording_indexed",
        /// Somebody looked at it.
        HearingRecordingPlayed = "hearing.recording_played",
        /// How long it is kept, and whether it is sealed.
        HearingRecordingKeeping = "hearing.recording_keeping",
        HearingRecordingDestroyed = "hearing.recording_destroyed",
        /// Somebody asked for a film of it.
        HearingRecordingExported = "hearing.recording_exported",
        /// Somebody took the film along.
        HearingRecordingTaken = "hearing.recording_taken",
        HearingMinutesFrozen = "hearing.minutes_frozen",
        HearingCorrectionAsked = "hearing.correction_asked",
        /// Who keeps the minutes took it, or did not.
        HearingCorrectionAnswered = "hearing.correction_answered",
        HearingSigned = "hearing.signed",
        HearingSigningRefused = "hearing.signing_refused",
        /// A one-time code went to the phone of a seat that confirms with it.
        HearingSigningCodeSent = "hearing.signing_code_sent",
        /// The minutes were read back and not signed; says why.
        HearingClosedUnsigned = "hearing.closed_unsigned",
        HearingSealed = "hearing.sealed",
        /// H17: its file was packed; the hash is among the details.
        HearingArchived = "hearing.archived",
        /// A party handed in an exhibit (证据材料).
        HearingExhibitOffered = "hearing.exhibit_offered",
        /// Taken and numbered.
        HearingExhibitAccepted = "hearing.exhibit_accepted",
        HearingExhibitRefused = "hearing.exhibit_refused",
        /// To seats that had not been shown it before.
        HearingExhibitShown = "hearing.exhibit_shown",
        HearingExhibitOnRecord = "hearing.exhibit_on_record",
        /// Something was written to the table, among staff or to the officer.
        HearingChatWritten = "hearing.chat_written",
        HearingChatClosed = "hearing.chat_closed",
        HearingChatOpened = "hearing.chat_opened",
        HearingAgreementFrozen = "hearing.agreement_frozen",
        HearingAgreementSigned = "hearing.agreement_signed",
        HearingAgreementRefused = "hearing.agreement_refused",
        /// Every party has signed (art. 33).
        HearingAgreementEffective = "hearing.agreement_effective",
        /// The hearing was closed before every party had signed or refused.
        HearingAgreementLapsed = "hearing.agreement_lapsed",
        HearingItemProposed = "hearing.item_proposed",
        HearingItemAccepted = "hearing.item_accepted",
        HearingItemDeclined = "hearing.item_declined",
        /// Accepted in the room, and no item of the outcome.
        HearingItemLeftOut = "hearing.item_left_out",
        /// A seat's own line, put to the clerk; and not taken.
        HearingEntryProposed = "hearing.entry_proposed",
        HearingEntryReturned = "hearing.entry_returned",
        HearingOutcomeIssued = "hearing.outcome_issued",
        HearingOutcomePublished = "hearing.outcome_published",
        /// Not to be read by query code any more, until it is published anew.
        HearingOutcomeWithdrawn = "hearing.outcome_withdrawn",
        /// The next version of it.
        HearingOutcomeCorrected = "hearing.outcome_corrected",
        /// Handed over on paper, with its slip.
        HearingConclusionDelivered = "hearing.conclusion_delivered",
        ActionItemOrdered = "action_item.ordered",
        ActionItemAccepted = "action_item.accepted",
        /// Its organ says that it is not theirs; the bureau took the order back.
        ActionItemDeclined = "action_item.declined",
        ActionItemLifted = "action_item.lifted",
        ActionItemProgress = "action_item.progress",
        ActionItemReported = "action_item.reported",
        ActionItemSentBack = "action_item.sent_back",
        ActionItemClosed = "action_item.closed",
        /// 办结报告 of an assignment.
        CompletionWanted = "completion.wanted",
        CompletionFiled = "completion.filed",
        CompletionReturned = "completion.returned",
        CompletionAccepted = "completion.accepted",
        /// Nobody waits for it any more.
        CompletionWaived = "completion.waived",
        SupervisionOrdered = "supervision.ordered",
        SupervisionAnswered = "supervision.answered",
        SupervisionLifted = "supervision.lifted",
        RecommendationMade = "recommendation.made",
        RecommendationAnswered = "recommendation.answered",
        EvaluationGiven = "evaluation.given",
        EvaluationCalledBack = "evaluation.called_back",
        /// Of no event of the log: what the message to a colleague's phone is delivered as (`channels::outbox`).
        StaffReminded = "staff.reminded",
    }
);
