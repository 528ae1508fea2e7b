/* Bytes that move through sockets of other kinds, through pipes and files: of none of them is there anything to tell. */
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include "exchange.h"

static uint8_t bytes[4096];

static void netlink(void)
{
	int fd = (int)MUST(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
	struct {
		struct nlmsghdr header;
		struct rtgenmsg body;
	} request = { { sizeof request, RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 1, 0 }, { AF_UNSPEC } };

	MUST(send(fd, &request, sizeof request, 0));
	MUST(recv(fd, bytes, sizeof bytes, 0));
	close(fd);
}

static void ping(void)
{
	int fd = (int)MUST(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct icmphdr request = { .type = ICMP_ECHO, .un.echo.id = htons((uint16_t)getpid()) };
	const uint16_t *words = (const uint16_t *)&request;
	uint32_t sum = 0;

	for (size_t i = 0; i < sizeof request / sizeof *words; i++)
		sum += words[i];
	request.checksum = (uint16_t)~(sum + (sum >> 16));
	MUST(sendto(fd, &request, sizeof request, 0, (struct sockaddr *)&address, sizeof address));
	MUST(recv(fd, bytes, sizeof bytes, 0));
	close(fd);
}

static void pipes_and_files(void)
{
	int ends[2], file = (int)MUST(memfd_create("bytes", 0));

	MUST(pipe(ends));
	MUST(write(ends[1], bytes, 1000));
	MUST(read(ends[0], bytes, 1000));
	MUST(write(file, bytes, 1000));
	MUST(pread(file, bytes, 1000, 0));
}

/* The last one is of a kind that is told of, so that silence is no proof of blindness. */
int main(void)
{
	begin();
	netlink();
	ping();
	pipes_and_files();
	struct pair pair = open_pair("tcp");

	prepare_bytes(pair.client, bytes, 10);
	MUST(sent(pair.client, pair.server, "write", write(pair.client->fd, bytes, 10)));
	MUST(received_plain(pair.server, "read", bytes, read(pair.server->fd, bytes, 10)));
	close_pair(pair);
}
