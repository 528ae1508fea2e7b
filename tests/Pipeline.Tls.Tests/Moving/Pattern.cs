namespace Pipeline.Tls.Tests.Moving;

/// <summary>Which byte stands where in a stream, as workloads/pattern.py and pattern.h have it. No beginning of it looks like a record of TLS.</summary>
internal static class Pattern
{
    private const int Length = 65521;
    private static readonly byte[] Table = [.. Enumerable.Range(0, Length).Select(i => (byte)((uint)i * 2654435761u >> 24))];

    internal static byte At(int clientPort, bool isRequest, long position) => Table[(position + (clientPort * 31L) + (isRequest ? 0 : 9973)) % Length];
}
