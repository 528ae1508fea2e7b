/* Connections of each transport, on loopback, with ports that the kernel chooses. */
#pragma once
#include "end.h"

struct pair {
	struct end *client, *server;
};

/*
 * Two connected ends: tcp, tcp6, mapped (IPv4 by an IPv6 socket), mptcp, udp, udp6, unix, dgram, seqpacket, or pair (of a stream). Their buffers hold whatever a program
 * sends before it receives.
 */
struct pair open_pair(const char *transport);

/* A listening socket, and an end of each side of it. */
int listen_on(const char *transport);
struct end *connect_to(const char *transport, int listener);
struct end *accept_from(const char *transport, int listener, struct end *client);

/* An unconnected UDP socket. */
struct end *bind_udp(const char *transport);

/* Closes the client's side, then the server's, and tells so where that is the end of the connection. */
void close_pair(struct pair pair);

/* Larger than anything sent at once. */
void enlarge_buffers(int fd);
