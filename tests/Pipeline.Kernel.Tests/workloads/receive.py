"""Makes a connection the standard output of a command: receive.py ADDRESS FILE CONFIGURATION COMMAND... The other end is a process that reads all there is,
writes it to FILE, and also takes what others send to ADDRESS, an IP address or a path. @PID@ in the configuration becomes its number. It says where it listens in FILE.where.
"""
import os
import selectors
import socket
import sys

address, file, configuration, *command = sys.argv[1:]
if "/" in address:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
else:
    listener = socket.create_server((address, 0))
listener.listen()
child = os.fork()
if child == 0:
    os.setsid()
    first, _ = listener.accept()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    with selectors.DefaultSelector() as ready, open(file, "wb") as out:
        ready.register(first, selectors.EVENT_READ)
        ready.register(listener, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select():
                if key.fileobj is listener:
                    ready.register(listener.accept()[0], selectors.EVENT_READ)
                    continue
                data = key.fileobj.recv(1 << 16)
                if key.fileobj is first:
                    out.write(data)
                    out.flush()
                if not data:
                    if key.fileobj is first:
                        os._exit(0)
                    ready.unregister(key.fileobj)
                    key.fileobj.close()
connection = socket.socket(listener.family)
connection.connect(listener.getsockname())
with open(file + ".where", "w") as where:
    where.write(address if "/" in address else str(listener.getsockname()[1]))
with open(configuration) as text:
    told = text.read().replace("@PID@", str(child))
with open(configuration, "w") as text:
    text.write(told)
listener.close()
os.dup2(connection.fileno(), 1)
os.execv(command[0], command)
