namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>An aggregate that has begun.</summary>
/// <param name="Left">Elements that are still to come; negative: they end with a mark.</param>
/// <param name="IsAttribute">Whether it only tells something about the value behind it, and is none itself.</param>
internal record struct ReplyLevel(long Left, bool IsAttribute);
