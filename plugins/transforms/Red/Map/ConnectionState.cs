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

    /// <summary>The client's calls that were counted by what it told alone, and of which the server has not told since.</summary>
    public long CountedAlone;

    /// <summary>When the last of them had ended, in Unix nanoseconds.</summary>
    public long AloneUntil;

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

    /// <summary>A call is counted by what one end tells alone.</summary>
    public void CountAlone(in MapCall call)
    {
        IsOneSided = 1;
        if (call.Side == Side.Server)
            return;
        CountedAlone++;
        AloneUntil = Math.Max(AloneUntil, call.Began + call.Nanoseconds);
    }

    /// <summary>Whether what the server tells late is a call that was counted by what the client told: it came to the server before the client had the answer.</summary>
    public bool TakeCounted(in MapCall call)
    {
        if (CountedAlone == 0 || call.Began > AloneUntil)
            return false;
        CountedAlone--;
        return true;
    }

    /// <summary>What the table of connections keeps of one.</summary>
    internal sealed unsafe class State : RecordState
    {
        public override int Size => sizeof(ConnectionState);

        public override void Begin(byte* state) => *(ConnectionState*)state = default;
    }
}
