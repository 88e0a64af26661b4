import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { petitionWorkflow } from '../models/petition/petition.workflow';
import { workflowPage } from './support/workflowPage';

const PAGES = { petition: workflowPage('petition', petitionWorkflow) };

describe('the page of each workflow', () => {
  it.each(Object.entries(PAGES))('of %s is what its table says', (word, page) => {
    const file = path.join(__dirname, '..', 'docs', 'workflows', `${word}.md`);
    if (process.env['UPDATE_DOCS']) writeFileSync(file, page);
    expect(readFileSync(file, 'utf8')).toBe(page);
  });
});
