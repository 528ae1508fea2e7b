namespace Pipeline.Transforms.Red.Inputs;

/// <summary>Which side of a call tells of it.</summary>
internal enum Side : byte
{
    Client,
    Server,
}
