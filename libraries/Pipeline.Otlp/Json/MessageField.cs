namespace Pipeline.Otlp.Json;

/// <summary>A field of a message.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Kind">How it is stored.</param>
/// <param name="IsRepeated">Whether it is an array of what <paramref name="Kind"/> says, which is not asked of packed ones.</param>
/// <param name="Message">The message in it.</param>
internal sealed record MessageField(int Number, string Name, FieldKind Kind, bool IsRepeated = false, MessageShape? Message = null);
