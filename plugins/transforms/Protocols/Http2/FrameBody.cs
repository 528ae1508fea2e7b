using System.Buffers.Binary;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Http2.Hpack;

namespace Pipeline.Transforms.Protocols.Http2;

/// <summary>What frames carry, as far as it shows whether they are frames.</summary>
internal static class FrameBody
{
    private const int LastSetting = 0x20;
    private const uint MostWindow = int.MaxValue;

    /// <summary>Whether somebody would send such a body. Of a frame of DATA nothing can be said.</summary>
    public static bool IsUsual(in FrameHeader header, ReadOnlySpan<byte> body) => header.Type switch
    {
        FrameType.Settings => AreSettings(body),
        FrameType.WindowUpdate => BinaryPrimitives.ReadUInt32BigEndian(body) is > 0 and <= MostWindow,
        FrameType.RstStream => BinaryPrimitives.ReadUInt32BigEndian(body) < ErrorCodes.Count,
        FrameType.GoAway => BinaryPrimitives.ReadUInt32BigEndian(body[4..]) < ErrorCodes.Count,
        FrameType.Headers or FrameType.PushPromise => TryFields(header, body, out var fields) && (!header.Has(FrameFlags.EndHeaders) || IsBlock(fields)),
        _ => true,
    };

    /// <summary>The fields of a frame without padding and what else is around them.</summary>
    public static bool TryFields(in FrameHeader header, ReadOnlySpan<byte> body, out ReadOnlySpan<byte> fields)
    {
        var (from, padding) = (0, 0);
        if (header.Type != FrameType.Continuation && header.Has(FrameFlags.Padded))
        {
            if (body.IsEmpty)
                return Nothing(out fields);
            (from, padding) = (1, body[0]);
        }

        if (header.Type == FrameType.Headers && header.Has(FrameFlags.Priority))
            from += 5;
        if (header.Type == FrameType.PushPromise)
            from += 4;
        if (from + padding > body.Length)
            return Nothing(out fields);
        fields = body[from..^padding];
        return true;
    }

    /// <summary>Who begins a block so; null: either may.</summary>
    public static Side? SideOf(ReadOnlySpan<byte> fields)
    {
        var reader = new HpackReader(fields);
        while (reader.HasMore && (reader.Next & 0xE0) == 0x20)
            reader.Number(5);
        if (!reader.HasMore)
            return null;
        var number = reader.Next >= 0x80 ? reader.Number(7) : reader.Number((reader.Next & 0x40) != 0 ? 6 : 4);
        // :authority, :method, :path and :scheme; then :status.
        return number switch { >= 1 and <= 7 => Side.Request, >= 8 and <= 14 => Side.Response, _ => null };
    }

    /// <summary>Whether it consists of fields, whatever they are.</summary>
    private static bool IsBlock(ReadOnlySpan<byte> fields)
    {
        var reader = new HpackReader(fields);
        while (reader.HasMore)
        {
            var first = reader.Next;
            var number = reader.Number(first >= 0x80 ? 7 : first >= 0x40 ? 6 : first >= 0x20 ? 5 : 4);
            if (number < 0 || (first >= 0x80 && number == 0))
                return false;
            if (first is >= 0x80 or >= 0x20 and < 0x40)
                continue;
            if ((number == 0 && !reader.TryString(out _, out _)) || !reader.TryString(out _, out _))
                return false;
        }

        return true;
    }

    private static bool AreSettings(ReadOnlySpan<byte> body)
    {
        for (; body.Length >= 6; body = body[6..])
            if (body[0] != 0 || body[1] is 0 or > LastSetting)
                return false;
        return true;
    }

    private static bool Nothing(out ReadOnlySpan<byte> fields)
    {
        fields = default;
        return false;
    }
}
