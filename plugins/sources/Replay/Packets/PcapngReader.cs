using System.Buffers.Binary;
using System.Globalization;
using Pipeline.Sources.Replay.Files;

namespace Pipeline.Sources.Replay.Packets;

/// <summary>Reads pcapng files: any number of sections, each of either byte order and with interfaces of its own; blocks that hold no packet are skipped.</summary>
/// <param name="input">The file.</param>
/// <param name="lost">Told of each packet that cannot be read although the file goes on behind it, with the reason.</param>
internal sealed class PcapngReader(InputFile input, Action<string> lost) : PacketReader(input)
{
    private const uint SectionHeader = 0x0a0d0d0a;
    private const uint InterfaceDescription = 1, OldPacket = 2, SimplePacket = 3, EnhancedPacket = 6;
    private const int BlockHeader = 8, BlockEnd = 4, SectionBody = 16;

    // Interfaces are described by a file from outside: the bound is on memory.
    private const int MaxInterfaces = 65_536;
    private const int MaxDescription = 1 << 20;

    private readonly List<CaptureInterface?> _interfaces = [];
    private ByteReader _order;

    /// <summary>Whether a file that begins so is a pcapng file.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> head) => head.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(head) == SectionHeader;

    protected override async ValueTask<bool> ReadAsync(CancellationToken stop)
    {
        while (await NeedAsync(BlockHeader, "a block's header", mayEnd: true, stop).ConfigureAwait(false))
        {
            var type = TypeInView();
            if (type == SectionHeader)
                await BeginSectionAsync(stop).ConfigureAwait(false);
            var (length, offset) = (_order.U32(Input.View[4..]), Input.Offset);
            if (length < BlockHeader + BlockEnd || (length & 3) != 0)
                throw new MalformedException(offset, string.Create(CultureInfo.InvariantCulture, $"a block of {length} bytes (expected 12 or more, divisible by 4)"));
            if (type is InterfaceDescription or OldPacket or SimplePacket or EnhancedPacket)
            {
                if (length > (type == InterfaceDescription ? MaxDescription : MaxPacket + MaxDescription))
                    throw new MalformedException(offset, string.Create(CultureInfo.InvariantCulture, $"a packet's block of {length} bytes"));
                await NeedAsync((int)length, "a block", mayEnd: false, stop).ConfigureAwait(false);
                Check(length, _order.U32(Input.View[((int)length - BlockEnd)..]), offset);
                if (type == InterfaceDescription)
                    Describe(Input.View[BlockHeader..((int)length - BlockEnd)]);
                else if (Unwrap(type, (int)length))
                    return true;
                Input.Skip((int)length);
                continue;
            }

            if (!await Input.PassAsync(length - BlockEnd, stop).ConfigureAwait(false))
                throw new MalformedException(offset, string.Create(CultureInfo.InvariantCulture, $"the file ends within a block of {length} bytes"));
            await NeedAsync(BlockEnd, "a block", mayEnd: false, stop).ConfigureAwait(false);
            Check(length, _order.U32(Input.View), offset);
            Input.Skip(BlockEnd);
        }

        return false;
    }

    private static void Check(uint length, uint repeated, long offset)
    {
        if (length != repeated)
            throw new MalformedException(offset, string.Create(CultureInfo.InvariantCulture, $"a block of {length} bytes says {repeated} at its end"));
    }

    private uint TypeInView() => _order.U32(Input.View);

    private async ValueTask BeginSectionAsync(CancellationToken stop)
    {
        await NeedAsync(BlockHeader + SectionBody, "a section's header", mayEnd: false, stop).ConfigureAwait(false);
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(Input.View[BlockHeader..]);
        if (magic is not (0x1a2b3c4d or 0x4d3c2b1a))
            throw new MalformedException(Input.Offset + BlockHeader, string.Create(CultureInfo.InvariantCulture, $"a section without a byte order (got 0x{magic:x8})"));
        _order = new ByteReader(magic == 0x4d3c2b1a);
        var version = _order.U16(Input.View[(BlockHeader + 4)..]);
        if (version != 1)
            throw new MalformedException(Input.Offset + BlockHeader + 4, $"a section of version {version} (expected 1)");
        _interfaces.Clear();
    }

    private void Describe(ReadOnlySpan<byte> body)
    {
        if (_interfaces.Count == MaxInterfaces)
            throw new MalformedException(Input.Offset, string.Create(CultureInfo.InvariantCulture, $"more than {MaxInterfaces} interfaces in a section"));
        _interfaces.Add(InterfaceReader.Read(body, _order));
    }

    // Brings the packet within the block in view to the front; false, and the block stays, when it holds none that can be read.
    private bool Unwrap(uint type, int length)
    {
        var body = Input.View[BlockHeader..(length - BlockEnd)];
        var header = type == SimplePacket ? 4 : 20;
        if (body.Length < header)
            return Lose("malformed");
        var index = type switch { SimplePacket => 0u, OldPacket => _order.U16(body), _ => _order.U32(body) };
        if (index >= _interfaces.Count || _interfaces[(int)index] is not { } from)
            return Lose("malformed");
        var original = _order.U32(body[(header - 4)..]);
        var captured = type == SimplePacket
            ? Math.Min(original, Math.Min(from.SnapLength == 0 ? uint.MaxValue : from.SnapLength, (uint)(body.Length - header)))
            : _order.U32(body[12..]);
        if (captured > body.Length - header || captured > MaxPacket)
            return Lose("malformed");
        if (!LinkLayer.IsKnown(from.Link))
            return Lose("link_type");
        // A simple packet has no time of its own: it has the one before it.
        if (type != SimplePacket)
            Time = Nanoseconds(from.Nanoseconds(((ulong)_order.U32(body[4..]) << 32) | _order.U32(body[8..])));
        Link = from.Link;
        IsCut = captured < original;
        Input.Skip(BlockHeader + header);
        Captured = (int)captured;
        Trailing = length - BlockHeader - header - (int)captured;
        return true;
    }

    private bool Lose(string reason)
    {
        lost(reason);
        return false;
    }
}
