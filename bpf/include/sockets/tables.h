/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The tables about connections. Columns and numbers are those of the `replay` source, which makes the same tables of packets. */
#pragma once

#include "inference/said.h"
#include "pipeline.bpf.h"

enum transport {
	TRANSPORT_TCP = 6,
	TRANSPORT_UDP = 17,
	TRANSPORT_UNIX = 1,
};

enum trace_role {
	ROLE_UNKNOWN = 4,
	ROLE_CLIENT = 1,
	ROLE_SERVER = 2,
};

enum direction {
	DIRECTION_EGRESS,
	DIRECTION_INGRESS,
};

/* How bytes moved. glibc's send and recv are system calls sendto and recvfrom that name no address. */
enum function {
	FUNCTION_UNKNOWN,
	FUNCTION_READ,
	FUNCTION_WRITE,
	FUNCTION_READV,
	FUNCTION_WRITEV,
	FUNCTION_PREADV,
	FUNCTION_PWRITEV,
	FUNCTION_PREADV2,
	FUNCTION_PWRITEV2,
	FUNCTION_SEND,
	FUNCTION_RECV,
	FUNCTION_SENDTO,
	FUNCTION_RECVFROM,
	FUNCTION_SENDMSG,
	FUNCTION_RECVMSG,
	FUNCTION_SENDMMSG,
	FUNCTION_RECVMMSG,
	FUNCTION_SENDFILE,
	FUNCTION_SPLICE,
	FUNCTION_IO_URING,
	FUNCTION_CAPTURE,
};

enum conn_event {
	EVENT_OPEN,
	EVENT_CLOSE,
};

enum close_reason {
	CLOSE_FIN,
	CLOSE_RESET,
	CLOSE_TIMEOUT,
	CLOSE_CLOSED,
	CLOSE_UNKNOWN,
};

/* Why bytes that moved are in no row. */
enum unseen_reason {
	UNSEEN_UNKNOWN_PROTOCOL,	/* so their payload stays in the kernel */
	UNSEEN_NOT_SELECTED,		/* likewise: of a protocol that is not asked for */
	UNSEEN_SENDFILE,		/* they were never in the process's memory */
	UNSEEN_SPLICE,			/* likewise */
	UNSEEN_IO_URING,		/* the request's buffer is not known */
	UNSEEN_FAULT,			/* the buffer could not be read */
	UNSEEN_LIMIT,			/* more than a call's payload may be */
	UNSEEN_COMPAT,			/* a 32-bit call */
	UNSEEN_AMBIGUOUS,		/* which message of sendmmsg or recvmmsg it is, is not certain */
	UNSEEN_RACED,			/* calls on one socket at once: which came first is not certain */
	UNSEEN_CUT,			/* the end of a datagram for which the buffer had no room, or bytes read only to be thrown away */
	UNSEEN_CALL,			/* moved by a call that is none of those known */
	UNSEEN_KERNEL,			/* moved by the kernel itself */
	UNSEEN_BUSY,			/* the row being made on this CPU was another's */
	UNSEEN_MISSED,			/* no hook saw them: spliced out of the socket, or out of band, mostly */
	UNSEEN_ENCRYPTED,		/* of TLS, behind the handshake: see the plain text */
	UNSEEN_UNJOINED,		/* plain text of which the connection is not known */
};

/* An enum that no type refers to is absent from BTF. */
const enum transport transports = TRANSPORT_TCP;
const enum trace_role trace_roles = ROLE_UNKNOWN;
const enum direction directions = DIRECTION_EGRESS;
const enum protocol protocol_names = PROTOCOL_UNKNOWN;
const enum function functions = FUNCTION_UNKNOWN;
const enum conn_event conn_event_names = EVENT_OPEN;
const enum close_reason close_reasons = CLOSE_FIN;
const enum unseen_reason unseen_reasons = UNSEEN_UNKNOWN_PROTOCOL;

/* How far apart these are is the same in both tables, from `pid` on. */
#define PARTY_COLUMNS                                                                               \
	__u32 pid COLUMN("heading=PID", "help=process that moved the bytes, or whose connection it is; 0: not known"); \
	__u32 pad_pid;                                                                              \
	__u64 start_ticks COLUMN("heading=", "help=when the process began, in 10 ms since boot, as in /proc/PID/stat"); \
	char comm[16] COLUMN("heading=COMM", "help=the process's name");                            \
	__u64 cgroup_id COLUMN("heading=", "help=the process's cgroup (v2)");                       \
	__u32 local_addr[4] COLUMN("type=ip", "heading=LADDR", "help=this side's address; IPv4 through a socket of family IPv6 is IPv4"); \
	__u16 local_port COLUMN("heading=LPORT", "help=its port");                                  \
	__u16 pad_port;                                                                             \
	__u32 remote_addr[4] COLUMN("type=ip", "heading=RADDR", "help=the other side's address; of a datagram, where it goes or comes from"); \
	__u16 remote_port COLUMN("heading=RPORT", "help=its port");                                 \
	__u8 transport COLUMN("names=transport", "strip=TRANSPORT_", "heading=PROTO", "help=transport protocol"); \
	__u8 trace_role COLUMN("names=trace_role", "strip=ROLE_", "heading=ROLE", "help=what this side is in the connection")

struct conn_data {
	RECORD;
	__u32 pad_time;
	__u64 time COLUMN("type=time", "unit=ns", "help=when the call ended");
	__u64 conn_id COLUMN("heading=CONN", "help=the socket's cookie: a number that no other socket has until the next boot");
	__u64 position COLUMN("unit=By", "heading=POS", "help=bytes of this direction of this connection before this piece, those not seen included");
	__u32 size COLUMN("unit=By", "heading=SIZE", "help=bytes of this piece in the stream");
	__u32 payload_size COLUMN("unit=By", "heading=", "help=bytes in payload: fewer than size where the rest was not seen");
	PARTY_COLUMNS;
	__u8 direction COLUMN("names=direction", "strip=DIRECTION_", "heading=DIR", "help=egress: sent; ingress: received");
	__u8 protocol COLUMN("names=protocol", "strip=PROTOCOL_", "heading=", "help=what the first bytes of the connection look like");
	__u8 encrypted COLUMN("type=bool", "heading=", "help=the payload is the plain text of an encrypted connection");
	__u8 function COLUMN("names=function", "strip=FUNCTION_", "heading=", "help=how the bytes moved");
	__u8 datagram COLUMN("type=bool", "heading=", "help=a datagram begins with this piece");
	__u8 pad_payload[3];
	TAIL(payload, payload_size, "type=bytes", "heading=", "help=the bytes");
};

struct conn_events {
	RECORD;
	__u32 pad_time;
	__u64 time COLUMN("type=time", "unit=ns", "help=when it happened");
	__u64 conn_id COLUMN("heading=CONN", "help=the socket's cookie, as in conn_data");
	__u8 event COLUMN("names=conn_event", "strip=EVENT_", "heading=EVENT", "help=what happened");
	__u8 reason COLUMN("names=close_reason", "strip=CLOSE_", "heading=REASON", "help=why it closed; unknown where it opened");
	__u8 pad_sent[6];
	__u64 sent COLUMN("unit=By", "heading=SENT", "help=position of the egress stream at that time");
	__u64 received COLUMN("unit=By", "heading=RECEIVED", "help=position of the ingress stream at that time");
	PARTY_COLUMNS;
	__s32 error COLUMN("heading=ERROR", "help=the error number that ended it, 0 for none");
	__u8 encrypted COLUMN("type=bool", "heading=", "help=positions are those of the plain text of an encrypted connection");
	__u8 pad_end[3];
};

struct conn_stats_key {
	__u32 pid COLUMN("help=process, in the init namespace");
	__u16 remote_port COLUMN("help=the other side's port; 0 in the server role, whose clients have one each");
	__u8 trace_role COLUMN("names=trace_role", "strip=ROLE_", "help=what this side is");
	__u8 transport COLUMN("names=transport", "strip=TRANSPORT_", "help=transport protocol");
	__u64 start_ticks COLUMN("help=when the process began, in 10 ms since boot");
	__u32 remote_addr[4] COLUMN("type=ip", "help=the other side's address");
	__u8 protocol COLUMN("names=protocol", "strip=PROTOCOL_", "help=as guessed from the connection's first bytes");
	__u8 encrypted COLUMN("type=bool", "help=bytes are those of the plain text");
	__u8 pad[6];
};

struct conn_stats {
	__u64 conn_open COUNTER("help=connections that opened, counted at their first bytes");
	__u64 conn_close COUNTER("help=of these, connections that closed");
	__u64 conn_active GAUGE("help=of these, connections that are open");
	__u64 bytes_sent COUNTER("unit=By", "help=bytes sent");
	__u64 bytes_recv COUNTER("unit=By", "help=bytes received");
};

struct conn_unseen_key {
	__u8 reason COLUMN("names=unseen_reason", "strip=UNSEEN_", "help=why they are in no row");
	__u8 direction COLUMN("names=direction", "strip=DIRECTION_", "help=egress: sent; ingress: received");
	__u8 function COLUMN("names=function", "strip=FUNCTION_", "help=how they moved");
	__u8 pad;
};

struct conn_unseen {
	__u64 bytes COUNTER("unit=By", "help=bytes that moved and are in no payload");
	__u64 calls COUNTER("help=calls of which there are such bytes");
};

RING(events, 16 << 20);
TABLE(events, conn_data, "kind=bytes", "help=what connections carried, piece by piece");
TABLE(events, conn_events, "help=connections that opened and closed");
METRICS(conn_stats, HASH, 16384, "help=connections and their bytes by process and other side");
METRICS(conn_unseen, PERCPU_HASH, 512, "help=bytes that moved without being in conn_data, and why");
