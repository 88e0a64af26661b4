import { Link } from 'wouter';
import { useFieldVisit } from './fieldVisit';
import { stageFor } from './stageFor';

/** What is still missing, each sentence with the way to where it is done. */
export function StepsOpen({ sentences, here }: { sentences: readonly string[]; here: string }) {
  const { home, record } = useFieldVisit();
  return (
    <ul className="steps-open" data-testid="steps-open">
      {sentences.map((sentence) => {
        const stage = sentence.includes('等另一位同事') ? undefined : stageFor(record, sentence);
        return (
          <li key={sentence}>
            <span>{sentence}</span>
            {stage && stage !== here && (
              <Link href={`${home}/${stage}`} replace className="button push">
                去办
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}
