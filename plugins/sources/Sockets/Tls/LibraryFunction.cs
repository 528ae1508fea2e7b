namespace Pipeline.Sources.Sockets.Tls;

/// <summary>What a function of a library does, as the programs know it: enum library_function in bpf/include/sockets/tls_calls.h.</summary>
internal enum LibraryFunction
{
    None,
    Other,
    Handshake,
    Handshake0,
    Read,
    ReadEx,
    Write,
    WriteEx,
    WriteEx2,
    ReadEarly,
    WriteEarly,
    ReadAround,
    WriteAround,
    HandshakeAround,
}
