// Defects that histories found, each with one that shows it. None is ever taken out: they are played in each test run.
import type { Hunt } from '../mutants/hunts.ts';
import type { Seed } from './seed.ts';

export interface Defect {
  readonly law: string;
  readonly story: string;
  readonly shownBy: Hunt | Required<Seed>;
}

export const defects: readonly Defect[] = [
  {
    shownBy: { seed: 1014, mix: 'hostile', way: 'canary' },
    law: 'I22',
    story: 'a release that was overtaken while it waited kept its place in the lane for ever',
  },
  {
    shownBy: { seed: 1016, mix: 'hostile', way: 'canary' },
    law: 'I22',
    story: 'a release that was aborted before it was deployed was deployed all the same',
  },
  {
    shownBy: { seed: 2033, mix: 'hostile', way: 'canary' },
    law: 'crash',
    story: 'work that failed after its execution was ended brought the twin down',
  },
  {
    shownBy: { seed: 2049, mix: 'hostile', way: 'canary' },
    law: 'crash',
    story: 'the answer to an ended release came when nobody waited for it',
  },
  {
    shownBy: 'a pause as the weight rises',
    law: 'I21',
    story:
      'a pause between the gate and the shift let the weight rise although the record refused it; a pause just before a promotion took the release back',
  },
  {
    shownBy: 'a deployment that cannot be stopped',
    law: 'I13',
    story:
      'a rollback whose StopDeployment failed never asked again: it waited for a person while the deployment waited at Ready',
  },
  {
    shownBy: { seed: 60_062, mix: 'hostile', way: 'canary' },
    law: 'I12',
    story:
      'a version whose push was heard of late waited behind a newer one, and was promoted after it',
  },
  {
    shownBy: 'tasks that die before the last rise',
    law: 'I6',
    story:
      'nobody asked whether the candidate could carry everybody before CodeDeploy switched: a task that had died since the last look was not missed',
  },
  {
    shownBy: { seed: 82_248, mix: 'calm', way: 'canary' },
    law: 'I0',
    story:
      'a push that came while one task of the version before was being replaced was refused for good',
  },
  {
    shownBy: { seed: 82_133, mix: 'hostile', way: 'canary' },
    law: 'I19',
    story:
      'an alarm of the version before, heard late, refused a release that had just entered, at the moment at which it was deployed: its deployment had no owner any more',
  },
  {
    shownBy: { seed: 82_331, mix: 'hostile', way: 'canary' },
    law: 'I25',
    story:
      'a release that had taken its place, but could not write so, was deployed although its record said that it was being built',
  },
  {
    shownBy: 'a wait of hours behind one that is held',
    law: 'I23',
    story: 'a release that waited for hours behind one that was held asked every half minute',
  },
  {
    shownBy: 'a rule whose making is never answered',
    law: 'I13',
    story:
      'the answer to CreateRule was lost: the repeated call was refused, and the rollback, which did not know the rule, left a tenth of the users with tasks that were gone until a person came',
  },
  {
    shownBy: 'a shift that dies with its rule',
    law: 'I13',
    story: 'a shift that could not write its rule down left it to nobody, with the same end',
  },
  {
    shownBy: { seed: 100_080, mix: 'calm', way: 'canary' },
    law: 'I6b',
    story:
      'a rollback stopped the deployment before the load balancer had followed: for seconds a tenth of the users had no task',
  },
  {
    shownBy: 'an alarm that is told again long after',
    law: 'I11',
    story:
      'an alarm of a bad version that was told again minutes later took back the good one that had followed into the same target group',
  },
  {
    shownBy: 'a switch that is taken back before the load balancer has followed',
    law: 'I19',
    story:
      'a switch that was taken back within seconds, before the load balancer had followed, was called a lie by the law: only a rule that was deleted counted as taken back',
  },
  {
    shownBy: 'somebody edits the weight while it is paused',
    law: 'I24',
    story: 'a weight that somebody wrote by hand during a pause was laid to the release by the law',
  },
  {
    shownBy: 'an abort just before the last rise, back in steps',
    law: 'I5',
    story:
      'a gradual rollback told nobody: the release baked on while its share was lowered, and was given all users in the middle of it',
  },
  {
    shownBy: 'an abort just after a rise, back in steps',
    law: 'I5',
    story:
      'a gradual rollback lowered a weight that the load balancer had not followed yet: the first step down gave the candidate more users than it had',
  },
  {
    shownBy: 'an abort during a rise, back in steps',
    law: 'I5',
    story:
      'the same, where the weight rose between the decision and the moment at which it was written down',
  },
  {
    shownBy: 'a version that goes bad at half of the users, back in steps',
    law: 'I21',
    story: 'the steps of a gradual rollback were written without a word of them in the ledger',
  },
  {
    shownBy: 'a release that dies at half of the users, back in steps',
    law: 'I16',
    story: 'the law knew no gradual rollback, and called the steps of one late',
  },
  {
    shownBy: 'nothing to go back to but what still runs',
    law: 'I13',
    story:
      'a release that had lost its users, while the old tasks were too few and their image was gone, was held for ever, and with it all pushes behind it',
  },
  {
    shownBy: 'somebody goes back where it is frozen',
    law: 'I24',
    story: 'the law called it a defect that going back works while a place is frozen',
  },
  {
    shownBy: 'tasks that are replaced one by one and turn bad when nothing is left to go back to',
    law: 'I13',
    story:
      'a rolling release whose way back was gone was held for ever, past its deadline, and with it every push behind it',
  },
  {
    shownBy: 'an alarm in that moment, and nothing left to go back to',
    law: 'I13',
    story: 'the same, where CodeDeploy had just let the version before go',
  },
  {
    shownBy: 'an alarm in the moment in which the version before is let go',
    law: 'I2',
    story:
      'a release that was taken back a second time stopped the deployment that led back: the bad version stayed',
  },
  {
    shownBy: 'tasks that die before the version before is let go',
    law: 'I19',
    story:
      'the version before was let go, and the new one called promoted, seconds after all tasks of the new one had died',
  },
  {
    shownBy: 'tasks that crash while they replace others one by one',
    law: 'I2',
    story:
      'what served at the end of a rolling release was judged by a look from before that end: the law called a rollback unfinished',
  },
  {
    shownBy: 'tasks that are replaced one by one, and go back past a version whose image is gone',
    law: 'I2',
    story:
      'who went back to an older version, since the one before had no image any more, was said to serve the wrong one',
  },
  {
    shownBy: 'an alarm between the end of a rollout and its proof',
    law: 'I13',
    story:
      'a rolling release that had noted its target group, and not yet its proof, was never seen to be back: the group has all users, whoever stands in it',
  },
  {
    shownBy: 'an alarm as a release leaves its last place',
    law: 'I2',
    story:
      'a rollback that was decided in the second in which a release was written down as promoted took the promoted version back, and nobody knew of the deployment that did',
  },
  {
    shownBy: { seed: 140_603, mix: 'hostile', way: 'canary' },
    law: 'I14',
    story:
      'data that came minutes late, about the version before, were laid to a good one by the law',
  },
  {
    shownBy: { seed: 200_801, mix: 'hostile', way: 'gradual' },
    law: 'I13',
    story:
      'an alarm while the switch waited for tasks took the rule away, and the switch went on without it: a bad version had all users for 13 seconds, and the version before was taken for it afterwards',
  },
  {
    shownBy: 'a version under guard whose rollback dies as it begins',
    law: 'I14',
    story:
      'a rollback that died as it began was begun again only by the next look of the guard: a bad version had all users for four minutes',
  },
  {
    shownBy: 'an admission whose answer is lost',
    law: 'I0b',
    story:
      'an admission that was asked again, after its answer was lost, took its own release for that of somebody else: the push was dropped',
  },
  {
    shownBy: 'one call that finds AWS busy',
    law: 'I0b',
    story:
      'machines waited for errors of AWS by names that it does not use: one throttled start of a child took a good version back',
  },
  {
    shownBy: { seed: 300_581, mix: 'hostile', way: 'canary' },
    law: 'I2',
    story:
      'tasks that crashed as a release was promoted, and were replaced within a minute, were laid to the release by the law: it looked while there were none',
  },
  {
    shownBy: { seed: 300_618, mix: 'calm', way: 'blue-green' },
    law: 'I19',
    story:
      'what a promoted release serves was judged by a look from before its end, while its tasks were being replaced',
  },
  {
    shownBy: { seed: 300_059, mix: 'hostile', way: 'gradual' },
    law: 'I25',
    story:
      'a release that was paused before it was admitted could never write down that it moved: once resumed it was deployed behind the back of its record, and then called cancelled',
  },
  {
    shownBy: 'a pause before it is admitted',
    law: 'I25',
    story: 'the same, from a pause alone',
  },
  {
    shownBy: 'an abort as its deployment is made',
    law: 'I22',
    story:
      'a release that was aborted in the second in which it was deployed left its deployment to the sweep',
  },
  {
    shownBy: 'an alarm while the way back waits for the store',
    law: 'I2',
    story:
      'an alarm that was raised again while the store did not answer stopped the deployment that led back: the bad version stayed',
  },
];
