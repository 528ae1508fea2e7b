namespace Pipeline.Sources.Replay.Packets.Layers;

/// <summary>A stack of MPLS labels. What they carry no header names: IP begins with its version.</summary>
internal static class MplsLabels
{
    private const int Label = 4;
    private const int MostLabels = 16;

    public static Layer Read(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < MostLabels; i++)
        {
            if (bytes.Length < Label)
                return Layer.Short;
            var isLast = (bytes[2] & 1) != 0;
            bytes = bytes[Label..];
            if (isLast)
                return IpVersion.Read(bytes);
        }

        return Layer.Other;
    }
}
