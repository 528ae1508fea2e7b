namespace Pipeline.Transforms.Protocols.Http2;

/// <summary>Flags of frames. The first one means of SETTINGS and PING that they answer, and of others that the stream ends.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,
    EndStream = 1,
    EndHeaders = 4,
    Padded = 8,
    Priority = 0x20,
}
