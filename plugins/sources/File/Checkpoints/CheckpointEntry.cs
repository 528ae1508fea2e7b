namespace Pipeline.Sources.File.Checkpoints;

/// <summary>How far a file was delivered when it was written down.</summary>
/// <param name="Path">The name it had.</param>
/// <param name="Identity">Which content.</param>
/// <param name="Place">Up to where.</param>
/// <param name="Seen">When it was last there, in Unix seconds.</param>
internal sealed record CheckpointEntry(string Path, FileIdentity Identity, ReadPlace Place, long Seen);
