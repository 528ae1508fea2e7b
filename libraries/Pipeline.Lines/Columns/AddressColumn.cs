using System.Net;

namespace Pipeline.Lines.Columns;

/// <summary>IP and hardware addresses as texts.</summary>
internal sealed class AddressColumn(int ordinal, bool isMac) : LineColumn(ordinal)
{
    private const int IpBytes = 16, MacBytes = 6;

    public override bool Set(BatchBuilder rows, in LineValue value)
    {
        Span<byte> address = stackalloc byte[IpBytes];
        if (value.Kind != AttributeKind.Utf8 || !(isMac ? TryMac(value.Payload, address) : TryIp(value.Payload, address)))
            return false;
        if (isMac)
            rows.Set(Ordinal, System.Runtime.InteropServices.MemoryMarshal.Read<Mac>(address));
        else
            rows.Set(Ordinal, System.Runtime.InteropServices.MemoryMarshal.Read<UInt128>(address));
        return true;
    }

    private static bool TryIp(ReadOnlySpan<byte> text, Span<byte> address)
    {
        if (TryIp4(text, address))
            return true;
        if (!text.Contains((byte)':') || !IPAddress.TryParse(text, out var parsed))
            return false;
        return parsed.MapToIPv6().TryWriteBytes(address, out _);
    }

    private static bool TryIp4(ReadOnlySpan<byte> text, Span<byte> address)
    {
        address.Clear();
        address[10..12].Fill(0xff);
        var (part, value, digits) = (12, 0, 0);
        foreach (var c in text)
        {
            if (c == '.' && digits > 0 && part < IpBytes - 1)
                (address[part++], value, digits) = ((byte)value, 0, 0);
            else if (c is >= (byte)'0' and <= (byte)'9' && (digits == 0 || value > 0) && value * 10 + (c - '0') <= 255)
                (value, digits) = (value * 10 + (c - '0'), digits + 1);
            else
                return false;
        }

        address[part] = (byte)value;
        return part == IpBytes - 1 && digits > 0;
    }

    private static bool TryMac(ReadOnlySpan<byte> text, Span<byte> address)
    {
        if (text.Length != 3 * MacBytes - 1)
            return false;
        for (var i = 0; i < MacBytes; i++)
        {
            var separated = i == MacBytes - 1 || text[3 * i + 2] is (byte)':' or (byte)'-';
            if (!separated || Convert.FromHexString(text.Slice(3 * i, 2), address.Slice(i, 1), out _, out _) != System.Buffers.OperationStatus.Done)
                return false;
        }

        return true;
    }

    [System.Runtime.CompilerServices.InlineArray(MacBytes)]
    private struct Mac
    {
        private byte _first;
    }
}
