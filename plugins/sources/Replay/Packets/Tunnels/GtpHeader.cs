using Pipeline.Sources.Replay.Packets.Layers;

namespace Pipeline.Sources.Replay.Packets.Tunnels;

/// <summary>GTP-U, version 1: what users of mobile networks send and receive.</summary>
internal static class GtpHeader
{
    /// <summary>The port that IANA gave it.</summary>
    public const ushort Port = 2152;

    private const int Least = 8, Optional = 4, Word = 4, MostExtensions = 8;
    private const byte Version = 0x30, VersionBits = 0xf0, HasExtension = 4, HasOptional = 7, UserData = 0xff;

    public static Layer Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Least)
            return Layer.Short;
        if ((bytes[0] & VersionBits) != Version || bytes[1] != UserData)
            return Layer.Other;
        var length = Least + ((bytes[0] & HasOptional) != 0 ? Optional : 0);
        // An extension begins with its length in words and ends with the type of the next, 0 for none.
        for (var i = 0; (bytes[0] & HasExtension) != 0 && length <= bytes.Length && bytes[length - 1] != 0; i++)
        {
            if (length == bytes.Length)
                return Layer.Short;
            if (bytes[length] == 0 || i == MostExtensions)
                return Layer.Other;
            length += bytes[length] * Word;
        }

        return bytes.Length < length ? Layer.Short : IpVersion.Read(bytes[length..]);
    }
}
