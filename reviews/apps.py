from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews: who looked, and what they decided"

    def ready(self) -> None:
        from claims import ports
        from reviews.recorded import RecordedReviews

        ports.reviews = RecordedReviews()
