import { z } from 'zod';
import { type Call } from './call';
import { DingTalkError } from './error';

export interface TodoToCreate {
  /** Ours, unique in the app; the same id twice is the same todo. */
  sourceId: string;
  subject: string;
  /** Whose todo it is. Todos know people by unionId only. */
  unionId: string;
  /** Tapping the todo opens this page; the person cannot tick it off in the list. */
  detailUrl: string;
  dueAt: Date | null;
  /** With a DING. DingTalk sends none when the todo's creator is its executor: give `creatorUnionId`. */
  ding: boolean;
  /** Default: the executor. */
  creatorUnionId?: string;
}

export interface TodoChange {
  subject?: string;
  dueAt?: Date | null;
  done?: boolean;
}

export interface Todos {
  createTodo(todo: TodoToCreate): Promise<{ taskId: string }>;
  updateTodo(unionId: string, taskId: string, change: TodoChange): Promise<void>;
  completeTodo(unionId: string, taskId: string): Promise<void>;
}

/** Characters the platform takes. */
const MAX_SUBJECT = 1024;
const Todo = z.object({ id: z.string().min(1) });
const Updated = z.object({ result: z.boolean().default(true) });

const saysItExists = (error: unknown): boolean =>
  error instanceof DingTalkError && error.kind === 'refused' && /task exist/i.test(error.message);

/** Todos (待办) of single persons. */
export function todos(call: Call): Todos {
  const updateTodo: Todos['updateTodo'] = async (unionId, taskId, { subject, dueAt, done }) => {
    const body = {
      ...(subject === undefined ? {} : { subject: subject.slice(0, MAX_SUBJECT) }),
      ...(dueAt ? { dueTime: dueAt.getTime() } : {}),
      ...(done === undefined ? {} : { done }),
    };
    await call('updateTodo', Updated, { path: { unionId, taskId }, query: { operatorId: unionId }, body });
  };

  return {
    async createTodo({ sourceId, subject, unionId, detailUrl, dueAt, ding, creatorUnionId }) {
      const creatorId = creatorUnionId ?? unionId;
      const body = {
        sourceId,
        subject: subject.slice(0, MAX_SUBJECT),
        creatorId,
        executorIds: [unionId],
        detailUrl: { appUrl: detailUrl, pcUrl: detailUrl },
        isOnlyShowExecutor: true,
        priority: ding ? 30 : 20,
        ...(dueAt ? { dueTime: dueAt.getTime() } : {}),
        notifyConfigs: { dingNotify: ding ? '1' : '0', sendTodoApn: 'true', sendAssistantChat: 'true' },
      };
      try {
        const query = { operatorId: creatorId };
        return { taskId: (await call('createTodo', Todo, { path: { unionId }, query, body })).id };
      } catch (error) {
        if (!saysItExists(error)) throw error;
        return { taskId: (await call('todoOfSource', Todo, { path: { unionId, sourceId } })).id };
      }
    },
    updateTodo,
    completeTodo: (unionId, taskId) => updateTodo(unionId, taskId, { done: true }),
  };
}
