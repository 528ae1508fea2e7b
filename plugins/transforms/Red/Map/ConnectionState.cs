using System.Runtime.InteropServices;
using Pipeline.Grouping;
using Pipeline.Transforms.Red.Inputs;

namespace Pipeline.Transforms.Red.Map;

/// <summary>What is known of a connection.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ConnectionState
{
    public ProcessEnd Client;
    public ProcessEnd Server;

    /// <summary>1: the other end had time to tell, and did not.</summary>
    public long IsOneSided;

    public readonly bool HasBoth => Client.IsKnown != 0 && Server.IsKnown != 0;

    /// <summary>Takes in what a row tells of its own end.</summary>
    public void Learn(Side side, in ProcessEnd end)
    {
        ref readonly var known = ref side == Side.Client ? ref Client : ref Server;
        if (known.IsKnown != 0 && known.Connection != end.Connection)
            this = default;
        if (side == Side.Client)
            Client = end;
        else
            Server = end;
    }

    /// <summary>What the table of connections keeps of one.</summary>
    internal sealed unsafe class State : RecordState
    {
        public override int Size => sizeof(ConnectionState);

        public override void Begin(byte* state) => *(ConnectionState*)state = default;
    }
}
