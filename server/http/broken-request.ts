import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { AppError, problem } from '../errors';

/** What Node's parser finds wrong before there is a request → what the caller is told. */
const FAULTS: Record<string, AppError> = {
  HPE_HEADER_OVERFLOW: new AppError('too_long', '地址与请求头合计过长 (address and headers are too long)', [{ field: 'headers', reason: '合计至多 16 KB (16 KB in all)' }]),
  ERR_HTTP_REQUEST_TIMEOUT: new AppError('slow', '请求没有按时传完 (the request did not arrive in time)', [{ field: 'request', reason: '超时 (timed out)' }]),
};

const MALFORMED = new AppError('bad_request', '不是合法的 HTTP 请求 (not valid HTTP)', [{ field: 'request', reason: '不合 HTTP 语法 (not HTTP)' }]);

/** As Node marks a connection on which an answer is under way. */
interface Answering { _httpMessage?: { headersSent: boolean } }

/** Answers what never becomes a request by a problem document too, and closes the connection. */
export function answerBrokenRequests(server: Server): Server {
  return server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket & Answering) => {
    if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent) { socket.destroy(); return; }
    const body = problem(FAULTS[error.code ?? ''] ?? MALFORMED);
    const text = JSON.stringify(body);
    socket.end(`HTTP/1.1 ${body.status} ${body.title.replace(/^[^A-Za-z]*/, '')}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\nCache-Control: no-store\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n${text}`);
  });
}
