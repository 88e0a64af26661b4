import { type Actor, permits, visibleTo } from '../models/core/access';
import { aPetition } from './builders';

const actor = (roles: Actor['roles'], change: Partial<Actor> = {}): Actor => ({
  id: 'someone',
  roles,
  county: '330903',
  grid: null,
  unit: 'putuo',
  ...change,
});

describe('a role gives actions, the scope gives rows', () => {
  it('lets a branch head see the petitions of their own county only', () => {
    expect(permits('seePetition', actor(['branchHead']), aPetition({ county: '330903' }))).toBe(true);
    expect(permits('seePetition', actor(['branchHead']), aPetition({ county: '330921' }))).toBe(false);
  });

  it('lets an officer see what is assigned to them and nothing else', () => {
    expect(permits('seePetition', actor(['officer']), aPetition({ officer: 'someone' }))).toBe(true);
    expect(permits('seePetition', actor(['officer']), aPetition({ officer: 'another' }))).toBe(false);
  });

  it('lets the centre and the leaders see the whole city', () => {
    for (const role of ['dutyOperator', 'dutyLeader', 'bureauLeader', 'auditor'] as const) {
      expect(permits('seePetition', actor([role], { county: null }), aPetition({ county: '330922' }))).toBe(true);
    }
  });

  it('gives system, security and audit administrators no petition at all', () => {
    for (const role of ['systemAdmin', 'securityAdmin', 'auditAdmin'] as const) {
      expect(permits('seePetition', actor([role]), aPetition({ officer: 'someone', reporter: 'someone' }))).toBe(false);
      expect(visibleTo('seePetition', actor([role]))).toBeNull();
    }
  });

  it('does not take a missing county for a matching one', () => {
    expect(permits('seePetition', actor(['branchHead'], { county: null }), aPetition({ county: null }))).toBe(false);
  });

  it('says the same as a query and as a question about one document', () => {
    expect(visibleTo('seePetition', actor(['branchHead']))).toEqual({
      $or: [{ county: '330903' }, { reporter: 'someone' }],
    });
    expect(visibleTo('seePetition', actor(['dutyOperator']))).toEqual({});
    expect(visibleTo('receiveTask', actor(['officer']))).toEqual({ officer: 'someone' });
    expect(visibleTo('submitPetition', actor(['ruralSupervisor'], { grid: 'g1' }))).toEqual({ reporter: 'someone' });
  });

  it('knows without a document whether there is anything at all', () => {
    expect(permits('seeDesk', actor(['dutyOperator']))).toBe(true);
    expect(permits('seeDesk', actor(['officer']))).toBe(false);
  });
});
