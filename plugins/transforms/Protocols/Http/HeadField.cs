namespace Pipeline.Transforms.Protocols.Http;

/// <summary>Where a field lies in its head.</summary>
/// <param name="Name">First byte of the name.</param>
/// <param name="NameLength">Its bytes.</param>
/// <param name="Value">First byte of the value, blanks left out.</param>
/// <param name="ValueLength">Its bytes.</param>
/// <param name="Hash">Of the name in lower case.</param>
internal readonly record struct HeadField(int Name, int NameLength, int Value, int ValueLength, uint Hash);
