"""Many connections on one thread at each end, by asyncio, which hands records from and to the library's memory."""
import asyncio
import os
import socket
import ssl
import sys
from pattern import pattern, SIZES, REQUEST, RESPONSE

certificate, key, connections = sys.argv[1], sys.argv[2], int(sys.argv[3])
version = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}[sys.argv[4]]


async def serve(reader, writer):
    port = writer.get_extra_info("peername")[1]
    at = 0
    for size in SIZES:
        assert await reader.readexactly(size) == pattern(port, REQUEST, at, size)
        writer.write(pattern(port, RESPONSE, at, size))
        await writer.drain()
        at += size
    await reader.read()
    writer.close()


async def client(address, context):
    reader, writer = await asyncio.open_connection(*address, ssl=context)
    port = writer.get_extra_info("sockname")[1]
    at = 0
    for size in SIZES:
        writer.write(pattern(port, REQUEST, at, size))
        await writer.drain()
        assert await reader.readexactly(size) == pattern(port, RESPONSE, at, size)
        at += size
    writer.close()
    await writer.wait_closed()
    os.write(1, f"conn {port} {at} {at}\n".encode())


async def server(listener):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    left = connections
    ended = asyncio.Event()

    async def one(reader, writer):
        nonlocal left
        await serve(reader, writer)
        left -= 1
        if not left:
            ended.set()

    async with await asyncio.start_server(one, sock=listener, ssl=context):
        await ended.wait()


async def clients(address):
    context = ssl._create_unverified_context()
    context.minimum_version = context.maximum_version = version
    await asyncio.gather(*[client(address, context) for _ in range(connections)])


listener = socket.create_server(("127.0.0.1", 0))
if os.fork() == 0:
    asyncio.run(server(listener))
    os._exit(0)
asyncio.run(clients(listener.getsockname()))
assert os.wait()[1] == 0
