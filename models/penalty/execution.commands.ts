/** The steps after the decision behind their schemas, with what is looked up for each. */
import { type Command, command, type Context } from '../core/workflow';
import { peopleWithRole } from '../people/people.store';
import { type CaseFacts } from './acting';
import { caseFacts } from './case.facts';
import { archiveCase, closeCase, proposeClosing, returnClosing } from './closing';
import {
  acceptedByCourt,
  annulDecision,
  answerDemand,
  applyCourt,
  beginRemedy,
  demandPayment,
  endRemedy,
  finishEnforcement,
  ruledByCourt,
  serveDemand,
} from './enforcement';
import {
  AcceptedByCourt,
  AnnounceDecision,
  AnnulDecision,
  AnswerDemand,
  ApplyCourt,
  ArchiveCase,
  BeginRemedy,
  CloseCase,
  ConsentEService,
  EndRemedy,
  FinishEnforcement,
  GrantInstalment,
  ProposeClosing,
  ReceivePayment,
  RefundPayment,
  RefuseInstalment,
  RequestInstalment,
  ReturnClosing,
  ReversePayment,
  RuledByCourt,
  ServeDecision,
} from './execution.schema';
import { grantInstalment, refuseInstalment, requestInstalment } from './instalment';
import { type MoneyFacts, receivePayment, refundPayment, reversePayment } from './payment';
import { Nothing, type PenaltyCase } from './penalty.schema';
import { announceDecision, confirmReceipt, consentEService, sendElectronically, serveDecision } from './serve';

export const executionCommands = {
  consentEService: command(ConsentEService, consentEService),
  serve: command(ServeDecision, serveDecision),
  sendElectronically: command(Nothing, sendElectronically),
  confirmReceipt: command(Nothing, confirmReceipt),
  announce: command(AnnounceDecision, announceDecision),
  receivePayment: command(ReceivePayment, receivePayment),
  reversePayment: command(ReversePayment, reversePayment),
  refundPayment: command(RefundPayment, refundPayment),
  requestInstalment: command(RequestInstalment, requestInstalment('requestInstalment')),
  recordInstalmentRequest: command(RequestInstalment, requestInstalment('recordInstalmentRequest')),
  grantInstalment: command(GrantInstalment, grantInstalment),
  refuseInstalment: command(RefuseInstalment, refuseInstalment),
  beginRemedy: command(BeginRemedy, beginRemedy),
  endRemedy: command(EndRemedy, endRemedy),
  demand: command(Nothing, demandPayment),
  serveDemand: command(ServeDecision, serveDemand),
  answerDemand: command(AnswerDemand, answerDemand),
  applyCourt: command(ApplyCourt, applyCourt),
  acceptedByCourt: command(AcceptedByCourt, acceptedByCourt),
  ruledByCourt: command(RuledByCourt, ruledByCourt),
  finishEnforcement: command(FinishEnforcement, finishEnforcement),
  annul: command(AnnulDecision, annulDecision),
  proposeClosing: command(ProposeClosing, proposeClosing),
  returnClosing: command(ReturnClosing, returnClosing),
  closeCase: command(CloseCase, closeCase),
  archive: command(ArchiveCase, archiveCase),
} satisfies Record<string, Command<PenaltyCase>>;

type Look<F> = (input: unknown, id: string, context: Context, record: PenaltyCase) => Promise<F>;
const finance: Look<MoneyFacts> = async () => ({ finance: (await peopleWithRole('finance')).map(({ _id }) => _id) });
const look: Look<CaseFacts> = (_input, _id, context, record) => caseFacts(record, context);

/** Who acts, who stands above the case, and who looks after the money. */
export const executionFactsOf = {
  receivePayment: finance,
  ...{ requestInstalment: look, recordInstalmentRequest: look, grantInstalment: look, refuseInstalment: look },
  ...{ ruledByCourt: look, proposeClosing: look, closeCase: look },
};
