namespace Pipeline.Transforms.Red.Inputs;

/// <summary>Which of OpenTelemetry's conventions a call falls under.</summary>
internal enum CallKind : byte
{
    Http,
    Rpc,
    Database,
    Messaging,
    Dns,
}
