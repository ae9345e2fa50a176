"""认定台: pairs the machine asks about, side by side; what people said, and taking it back."""
