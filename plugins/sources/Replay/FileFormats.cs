using Pipeline.CaptureFormat;
using Pipeline.Sources.Replay.Packets;

namespace Pipeline.Sources.Replay;

/// <summary>Tells files apart by how they begin.</summary>
internal static class FileFormats
{
    /// <summary>Bytes that are enough to tell.</summary>
    public const int HeadBytes = PcapReader.HeaderBytes;

    public const string Expected = "expected pcap, pcapng or a file of the capture sink";

    public static FileFormat Of(ReadOnlySpan<byte> head) =>
        PcapReader.Recognizes(head) ? FileFormat.Pcap : PcapngReader.Recognizes(head) ? FileFormat.Pcapng
        : head.StartsWith(RecordHeader.Magic) ? FileFormat.Capture : FileFormat.Unknown;

    /// <summary>Why a file that begins so cannot be read.</summary>
    public static string Refusal(ReadOnlySpan<byte> head) => head.IsEmpty
        ? $"the file is empty ({Expected})"
        : $"unknown format (got {Convert.ToHexStringLower(head[..Math.Min(4, head.Length)])} at its start, {Expected})";
}
