using System.Runtime.InteropServices;

namespace Pipeline.Transforms.Red.Map;

/// <summary>A connection as both of its ends see it: the mirror of one end's addresses is the other's. Whole words, as a key has them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FourTuple
{
    public const int Words = 5;

    public Address Client;
    public Address Server;
    public ushort ClientPort;
    public ushort ServerPort;
    private readonly uint _padding;

    /// <summary>Whether it names a connection: sockets without ports all look alike.</summary>
    public readonly bool IsKnown => ClientPort != 0 && ServerPort != 0;
}
