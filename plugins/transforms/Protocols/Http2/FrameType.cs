namespace Pipeline.Transforms.Protocols.Http2;

/// <summary>Types of frames: RFC 9113, and what was registered since.</summary>
internal enum FrameType : byte
{
    Data,
    Headers,
    Priority,
    RstStream,
    Settings,
    PushPromise,
    Ping,
    GoAway,
    WindowUpdate,
    Continuation,
    AltSvc,
    Origin = 12,
    PriorityUpdate = 16,
}
